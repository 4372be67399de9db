//! balcao-access
