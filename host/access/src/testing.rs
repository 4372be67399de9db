//! Users for the tests of other rooms.

use balcao_store::Db;

use crate::{Actor, CompanyId, Right, UserId};

/// A new company with a user of those rights, signed in by a real session.
pub async fn actor(_db: &Db, _rights: &[Right]) -> Actor {
    todo!()
}

/// Another user of those rights in a company that exists, signed in by a real session.
pub async fn colleague(_db: &Db, _company: CompanyId, _rights: &[Right]) -> Actor {
    todo!()
}

/// Signs a user in without a password.
pub async fn sign_in_as(_db: &Db, _user: UserId) -> Actor {
    todo!()
}
