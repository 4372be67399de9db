//! `balcao:desk/call`

use crate::bindings::call::{Host, User};
use crate::gate::{Access, Function};
use crate::handle::Real;
use crate::state::Call;

const fn reads(name: &'static str) -> Function {
    Function { name, access: Access::Read }
}

impl Host for Call {
    fn protocol(&mut self) -> wasmtime::Result<Option<String>> {
        self.tell(reads("call.protocol"), |scene, _| Some(scene.attendance.protocol().to_string()))
    }

    fn person(&mut self) -> wasmtime::Result<Option<String>> {
        self.tell(reads("call.person"), |scene, ids| Some(ids.token(Real::Person(scene.attendance.person()))))
    }

    fn contract(&mut self) -> wasmtime::Result<Option<String>> {
        self.tell(reads("call.contract"), |scene, ids| {
            scene.attendance.contract().map(|id| ids.token(Real::Contract(id)))
        })
    }

    fn tag(&mut self) -> wasmtime::Result<Option<String>> {
        self.tell(reads("call.tag"), |scene, ids| scene.attendance.tag().map(|id| ids.token(Real::Tag(id))))
    }

    fn agent(&mut self) -> wasmtime::Result<Option<User>> {
        self.tell(reads("call.agent"), |scene, ids| {
            let user = &scene.actor().user;
            Some(User {
                id: ids.token(Real::User(user.id)),
                name: user.name.clone(),
                team: user.team.as_ref().map(|team| team.name.clone()).unwrap_or_default(),
                profile: user.profile.name.text(scene.locale).to_owned(),
            })
        })
    }

    fn locale(&mut self) -> wasmtime::Result<String> {
        self.tell(reads("call.locale"), |scene, _| scene.locale.tag().to_owned())
    }

    fn today(&mut self) -> wasmtime::Result<String> {
        self.tell(reads("call.today"), |scene, _| scene.today.to_string())
    }

    fn now(&mut self) -> wasmtime::Result<i64> {
        self.tell(reads("call.now"), |scene, _| scene.now.timestamp_millis())
    }
}
