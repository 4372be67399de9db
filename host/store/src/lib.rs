//! balcao-store
