//! balcao-brazil
