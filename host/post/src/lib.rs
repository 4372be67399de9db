//! Mail to customers on its way out: the client of a company's SMTP server.
#![forbid(unsafe_code)]
