//! balcao-plugins
