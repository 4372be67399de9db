//! Evils that draw what must not be shown.

use balcao_plugin::canvas::Plot;
use balcao_plugin::prelude::*;

use crate::evil;

/// Markup, script, control characters, a text that reads backwards.
pub const DIRT: &str =
    "<script>alert(1)</script><img src=x onerror=alert(1)>\u{0}\u{1b}[31m\u{202e}oiránac\u{2066}\"'&amp;";

evil! {
    /// Draws for ever.
    CanvasFlood, "canvas-flood" => |_| {
        loop {
            canvas::text("again");
        }
    };
    /// Rows for ever.
    RowFlood, "row-flood" => |_| {
        let rows = (0..5_000).map(|n| Row::new(n.to_string()).cell("x"));
        Table::new("rows").column("one").rows(rows).draw();
        Ok(())
    };
    /// Dirt in every text.
    Markup, "markup" => |_| {
        canvas::section(DIRT);
        canvas::text(DIRT);
        canvas::notice(Tone::Danger, DIRT, DIRT);
        Facts::new()
            .add(DIRT, DIRT)
            .add(DIRT, Value::badge(DIRT, Tone::Info))
            .add(DIRT, Value::Address(DIRT.into()))
            .add(DIRT, Value::Copyable(DIRT.into()))
            .draw();
        Metrics::new().add(DIRT, DIRT, Tone::Info).draw();
        Table::new(DIRT)
            .column(DIRT)
            .when_empty(DIRT)
            .action(DIRT, "own-handle", "field")
            .row(Row::new(DIRT).cell(DIRT))
            .draw();
        Timeline::new().event(0, DIRT, DIRT, Tone::Info).draw();
        canvas::query(&[Field::text("field", DIRT, 40).hint(DIRT).initial(DIRT)], DIRT);
        canvas::open(DIRT, &Answers::new().with("field", DIRT));
        canvas::launch(DIRT, Tone::Info, "own-handle", &Answers::new().with("field", DIRT));
        Ok(())
    };
    /// A label of a page's length.
    LongLabel, "long-label" => |_| {
        canvas::section("x".repeat(201));
        Ok(())
    };
    /// A code that would send a customer's money elsewhere.
    PaymentCode, "payment-code" => |_| {
        let line = "34191.79001 01043.510047 91020.150008 5 84410026000";
        Facts::new().add("Pague aqui", Value::Copyable(line.into())).draw();
        Ok(())
    };
    /// A number that is none.
    NotANumber, "not-a-number" => |_| {
        Facts::new().add("n", Value::Number(f64::NAN)).draw();
        Ok(())
    };
    /// A row of more cells than columns.
    BadRow, "bad-row" => |_| {
        Table::new("t").column("one").row(Row::new("k").cell("a").cell("b")).draw();
        Ok(())
    };
    /// Two fields of one name.
    FakeFields, "fake-fields" => |_| {
        canvas::query(&[Field::text("a", "A", 5), Field::text("a", "A", 5)], "ok");
        Ok(())
    };
    /// A button for another plugin's action.
    ForeignLaunch, "foreign-launch" => |_| {
        canvas::launch("Clique", Tone::Info, "reschedule", &Answers::new());
        Ok(())
    };
    /// A charge that the desk never issued.
    ForeignCharge, "foreign-charge" => |_| {
        canvas::payment("0192f0c0-0000-7000-8000-000000000001");
        Ok(())
    };
    /// A secret by guess.
    SecretHandle, "secret-handle" => |_| {
        Facts::new().add("Senha", Value::Secret("1".into())).draw();
        Ok(())
    };
    /// As many of something as is asked for: at its cap no evil, one more is.
    Many, "many" => |answers| {
        let count: usize = answers.require("count")?.parse().map_err(|_| Failure::invalid("count"))?;
        let numbers = || (0..count).map(|n| n.to_string());
        let fields = |fields: Vec<Field>| canvas::query(&fields, "ok");
        match answers.require("what")? {
            "blocks" => numbers().for_each(canvas::text),
            "facts" => numbers().fold(Facts::new(), |facts, n| facts.add(n, 1)).draw(),
            "metrics" => numbers().fold(Metrics::new(), |all, n| all.add(n, 1, Tone::Info)).draw(),
            "columns" => {
                numbers().fold(Table::new("t"), Table::column).draw();
            }
            "rows" => {
                Table::new("t").column("c").rows(numbers().map(|n| Row::new(n).cell(1))).draw();
            }
            "row-actions" => {
                let table = Table::new("t").column("c");
                numbers().fold(table, |table, n| table.action(n, "own-handle", "field")).draw();
            }
            "events" => numbers().fold(Timeline::new(), |all, n| all.event(0, n, "", Tone::Info)).draw(),
            "points" => {
                let points = vec![Some(1.0); count];
                Chart::new("c", Plot::Line, "u", numbers().collect()).series("s", points).draw();
            }
            "series" => {
                let chart = Chart::new("c", Plot::Line, "u", vec!["l".into()]);
                numbers().fold(chart, |chart, n| chart.series(n, vec![Some(1.0)])).draw();
            }
            "fields" => fields(numbers().map(|n| Field::text(format!("f{n}"), n, 5)).collect()),
            "choices" => {
                let choices = numbers().map(|n| Choice::new(n.clone(), n)).collect();
                fields(vec![Field::one_of("f", "F", choices)]);
            }
            "answers" => {
                let given = numbers().fold(Answers::new(), |given, n| given.with(&format!("f{n}"), "1"));
                canvas::open("open", &given);
            }
            "values" => {
                let given = numbers().fold(Answers::new(), |given, n| given.with("f", n));
                canvas::open("open", &given);
            }
            other => return Err(Failure::invalid(other)),
        }
        Ok(())
    };
}
