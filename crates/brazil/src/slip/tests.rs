//! Published slips, both ways, and what is refused.

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn published_lines_and_barcodes_turn_into_each_other() {
    for (barcode, line, formatted) in [
        (
            "00193373700000001000500940144816060680935031",
            "00190500954014481606906809350314337370000000100",
            "00190.50095 40144.816069 06809.350314 3 37370000000100",
        ),
        (
            "00192164000000099900000001234567890123456789",
            "00190000090123456789701234567897216400000009990",
            "00190.00009 01234.567897 01234.567897 2 16400000009990",
        ),
        (
            "23799755200003700003381260007827139500006330",
            "23793381286000782713695000063305975520000370000",
            "23793.38128 60007.827136 95000.063305 9 75520000370000",
        ),
        (
            "21299758700000020000001121100012100447561740",
            "21290001192110001210904475617405975870000002000",
            "21290.00119 21100.012109 04475.617405 9 75870000002000",
        ),
    ] {
        assert_eq!(Barcode::parse(barcode).unwrap().line().as_str(), line);
        for typed in [line, formatted] {
            let read = Line::parse(typed).unwrap();
            assert_eq!(read.formatted(), formatted);
            assert_eq!(read.barcode().as_str(), barcode);
        }
    }
}

#[test]
fn other_published_lines_are_valid() {
    for line in
        ["00190000090114971860168524522114675860000102656", "34191091070000013555851122200002157810000115300"]
    {
        let read = Line::parse(line).unwrap();
        assert_eq!(read.barcode().line(), read);
    }
}

#[test]
fn a_slip_is_built_from_its_parts_and_read_back() {
    for (due, near, amount, free_field, barcode) in [
        (
            "2007-12-31",
            "2008-01-01",
            Money(100),
            "0500940144816060680935031",
            "00193373700000001000500940144816060680935031",
        ),
        (
            "2026-11-24",
            "2026-11-01",
            Money(9_990),
            "0000001234567890123456789",
            "00192164000000099900000001234567890123456789",
        ),
    ] {
        let built =
            Barcode::build(&SlipParts { bank: "001", due: Some(day(due)), amount, free_field }).unwrap();
        assert_eq!(built.as_str(), barcode);
        let read = Barcode::parse(barcode).unwrap();
        assert_eq!(read.bank(), "001");
        assert_eq!(read.due(day(near)), Some(day(due)));
        assert_eq!(read.amount(), amount);
        assert_eq!(read.free_field(), free_field);
    }
}

#[test]
fn a_slip_may_have_no_due_date_and_no_amount() {
    let built = Barcode::build(&SlipParts {
        bank: "237",
        due: None,
        amount: Money::ZERO,
        free_field: "0000001234567890123456789",
    })
    .unwrap();
    assert_eq!(built.due(day("2026-11-24")), None);
    assert_eq!(built.amount(), Money::ZERO);
    assert_eq!(built.line().barcode(), built);
}

#[test]
fn a_charge_that_does_not_fit_is_refused() {
    let good = SlipParts {
        bank: "001",
        due: Some(day("2026-11-24")),
        amount: Money(9_990),
        free_field: "0000001234567890123456789",
    };
    for (parts, error) in [
        (SlipParts { bank: "01", ..good }, SlipError::Bank),
        (SlipParts { bank: "OO1", ..good }, SlipError::Bank),
        (SlipParts { amount: Money(-1), ..good }, SlipError::Amount),
        (SlipParts { amount: Money(10_000_000_000), ..good }, SlipError::Amount),
        (SlipParts { free_field: "123", ..good }, SlipError::FreeField),
        (SlipParts { due: Some(day("1999-01-01")), ..good }, SlipError::Due),
    ] {
        assert_eq!(Barcode::build(&parts), Err(error));
    }
}

#[test]
fn a_wrong_digit_is_found_wherever_it_is() {
    for (line, error) in [
        ("00190500964014481606906809350314337370000000100", SlipError::Field(1)),
        ("00190500954014481606806809350314337370000000100", SlipError::Field(2)),
        ("00190500954014481606906809350315337370000000100", SlipError::Field(3)),
        ("00190500954014481606906809350314437370000000100", SlipError::General),
        ("00190500954014481606906809350314337370000000200", SlipError::General),
        ("0019050095401448160690680935031433737000000010", SlipError::Length),
        ("0019O500954014481606906809350314337370000000100", SlipError::Characters),
        ("", SlipError::Length),
    ] {
        assert_eq!(Line::parse(line), Err(error), "{line}");
    }
    assert_eq!(Barcode::parse("00182164000000099900000001234567890123456789"), Err(SlipError::Currency));
    assert_eq!(Barcode::parse("00190500954014481606906809350314337370000000100"), Err(SlipError::Length));
}

#[test]
fn the_slip_of_a_utility_is_told_apart() {
    for line in [
        "836200000005667800481000180975657313001589636081",
        "848900000002404201622015806051904292586034111220",
    ] {
        assert_eq!(Line::parse(line), Err(SlipError::Utility));
        assert_eq!(Barcode::parse(line), Err(SlipError::Utility));
    }
    assert_eq!(Barcode::parse("83620000000667800481001809756573100158963608"), Err(SlipError::Utility));
}

#[test]
fn banks_are_printed_with_their_known_digits() {
    for (bank, printed) in [
        ("001", "001-9"),
        ("033", "033-7"),
        ("104", "104-0"),
        ("237", "237-2"),
        ("341", "341-7"),
        ("756", "756-0"),
    ] {
        let free_field = &"0".repeat(25);
        let slip = Barcode::build(&SlipParts { bank, due: None, amount: Money(1), free_field }).unwrap();
        assert_eq!(slip.bank_with_digit(), printed);
    }
}
