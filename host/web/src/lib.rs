//! balcao-web
