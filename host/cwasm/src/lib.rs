//! balcao-cwasm
