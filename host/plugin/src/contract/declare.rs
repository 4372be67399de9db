//! `balcao:desk/declare`

use balcao_access::Kind;

use crate::bindings::declare::{Host, Label};
use crate::declare::{Declaring, Misdeclared, Texts};
use crate::failure::Cause;
use crate::gate::{Access, Function};
use crate::state::Call;

const fn declares(name: &'static str) -> Function {
    Function { name, access: Access::Declare }
}

fn texts(labels: Vec<Label>) -> Texts {
    labels.into_iter().map(|label| (label.locale, label.text)).collect()
}

impl Call {
    fn declare(
        &mut self,
        function: Function,
        declare: impl FnOnce(&mut Declaring) -> Result<(), Misdeclared>,
    ) -> wasmtime::Result<()> {
        self.pass(function, 0)?;
        match declare(&mut self.declaring) {
            Ok(()) => Ok(()),
            Err(error) => self.end(Cause::Contract(error.to_string())),
        }
    }
}

impl Host for Call {
    fn plugin(
        &mut self,
        name: String,
        version: String,
        vendor: String,
        titles: Vec<Label>,
    ) -> wasmtime::Result<()> {
        self.declare(declares("declare.plugin"), |d| d.plugin(name, version, vendor, texts(titles)))
    }

    fn widget(
        &mut self,
        name: String,
        titles: Vec<Label>,
        summaries: Vec<Label>,
        tab: String,
    ) -> wasmtime::Result<()> {
        self.declare(declares("declare.widget"), |d| {
            d.contribution(Kind::Widget, name, texts(titles), texts(summaries), tab)
        })
    }

    fn action(
        &mut self,
        name: String,
        titles: Vec<Label>,
        summaries: Vec<Label>,
        tab: String,
    ) -> wasmtime::Result<()> {
        self.declare(declares("declare.action"), |d| {
            d.contribution(Kind::Action, name, texts(titles), texts(summaries), tab)
        })
    }

    fn tool(&mut self) -> wasmtime::Result<()> {
        self.declare(declares("declare.tool"), Declaring::tool)
    }

    fn live(&mut self) -> wasmtime::Result<()> {
        self.declare(declares("declare.live"), Declaring::live)
    }

    fn setting(
        &mut self,
        key: String,
        kind: String,
        labels: Vec<Label>,
        choices: Vec<String>,
        initial: String,
    ) -> wasmtime::Result<()> {
        self.declare(declares("declare.setting"), |d| d.setting(key, kind, texts(labels), choices, initial))
    }

    fn span(&mut self, least: i64, most: i64) -> wasmtime::Result<()> {
        self.declare(declares("declare.span"), |d| d.span(least, most))
    }
}
