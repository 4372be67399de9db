//! balcao-engine
