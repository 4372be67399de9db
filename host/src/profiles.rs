//! The profiles that a desk begins with: what each may do, and what it sees and where.

use balcao_access::audit::{Act, Line};
use balcao_access::profiles::{self, Profile, ProfileId, Right, Rights};
use balcao_access::{AccessError, Kind, Labels, Layout, Placement, PlacementId, Size, Tab};
use balcao_store::{Tx, Uuid};

/// What a profile is left without.
#[derive(Clone, Copy)]
struct Without {
    /// The action *Reagendamento de faturas*.
    reschedule: bool,
    /// The widget *Histórico financeiro*.
    history: bool,
}

/// Key, names, what it allows beyond serving and searching, and what its layout lacks.
type ProfilePlan = (&'static str, [&'static str; 3], &'static [Right], Without);

const PROFILES: [ProfilePlan; 5] = [
    (
        "suporte-1",
        ["Suporte, primeiro nível", "Support, first level", "Soporte, primer nivel"],
        &[],
        Without { reschedule: false, history: false },
    ),
    (
        "suporte-2",
        ["Suporte, segundo nível", "Support, second level", "Soporte, segundo nivel"],
        &[Right::SeeTaxIds, Right::ShowSecrets],
        Without { reschedule: false, history: false },
    ),
    (
        "financeiro",
        ["Financeiro", "Finance", "Finanzas"],
        &[Right::SeeTaxIds, Right::WaiveCharges],
        Without { reschedule: false, history: false },
    ),
    (
        "administrador",
        ["Administrador", "Administrator", "Administrador"],
        Right::ALL,
        Without { reschedule: false, history: false },
    ),
    (
        "retencao",
        ["Retenção", "Retention", "Retención"],
        &[Right::SeeTaxIds],
        Without { reschedule: true, history: true },
    ),
];

/// Makes the profiles and publishes their layouts. Gives their ids by key, and the lines that the
/// audit trail gets with `tx`.
pub async fn create(
    tx: &mut Tx,
    mut id: impl FnMut() -> Uuid,
    reason: &str,
) -> Result<(Vec<(&'static str, ProfileId)>, Vec<Line>), AccessError> {
    let (mut made, mut lines) = (Vec::new(), Vec::new());
    for (key, [pt, en, es], rights, without) in PROFILES {
        let profile = ProfileId(id());
        let rights = Rights::of(&[&[Right::Serve, Right::SearchByTaxId], rights].concat());
        let name = Labels::new(pt, en, es);
        profiles::create(tx, &Profile { id: profile, key: key.to_owned(), name, rights }).await?;
        profiles::publish(tx, profile, &layout(without, &mut id), None, reason).await?;
        lines.push(Line::new(Act::ProfilePublished).fields(serde_json::json!({ "profile": profile })));
        made.push((key, profile));
    }
    Ok((made, lines))
}

/// The tabs with their titles in the three languages, in their order.
const TABS: [(&str, [&str; 3]); 6] = [
    ("inicio", ["Início", "Home", "Inicio"]),
    ("financeiro", ["Financeiro", "Billing", "Finanzas"]),
    ("conexao", ["Conexão", "Connection", "Conexión"]),
    ("anexos", ["Anexos", "Attachments", "Adjuntos"]),
    ("documentacao", ["Documentação", "Documents", "Documentación"]),
    ("materiais", ["Materiais", "Materials", "Materiales"]),
];

/// The layout of a profile.
fn layout(without: Without, id: &mut impl FnMut() -> Uuid) -> Layout {
    let tabs = TABS
        .iter()
        .map(|(key, [pt, en, es])| Tab {
            key: (*key).into(),
            title: Labels::new(pt, en, es),
            hidden: false,
            placements: placements(key, without, id),
        })
        .collect();
    Layout { tabs }
}

fn placements(tab: &str, without: Without, id: &mut impl FnMut() -> Uuid) -> Vec<Placement> {
    let mut place = |plugin: &str, name: &str, kind, size| Placement {
        id: PlacementId(id()),
        plugin: plugin.into(),
        name: name.into(),
        kind,
        size,
    };
    let mut placed = Vec::new();
    if matches!(tab, "inicio" | "financeiro") {
        placed.push(place("billing", "second-copy", Kind::Action, Size::Third));
        if !without.reschedule {
            placed.push(place("billing", "reschedule", Kind::Action, Size::Third));
        }
    }
    // What fits nowhere else fits everywhere.
    placed.push(place("requests", "standard", Kind::Action, Size::Third));
    match tab {
        "inicio" => {
            placed.push(place("requests", "current", Kind::Widget, Size::Half));
            placed.push(place("requests", "timeline", Kind::Widget, Size::Half));
        }
        "financeiro" => {
            placed.push(place("contracts", "trust-unlock", Kind::Action, Size::Third));
            placed.push(place("contracts", "contract", Kind::Widget, Size::Third));
            if !without.history {
                placed.push(place("billing", "register-again", Kind::Action, Size::Third));
                placed.push(place("billing", "history", Kind::Widget, Size::Full));
            }
        }
        "materiais" => placed.push(place("stock", "history", Kind::Widget, Size::Full)),
        "conexao" => {
            placed.push(place("connection", "disconnect", Kind::Action, Size::Third));
            placed.push(place("connection", "change-password", Kind::Action, Size::Third));
            placed.push(place("connection", "line", Kind::Widget, Size::Half));
            placed.push(place("connection", "signal", Kind::Widget, Size::Half));
            placed.push(place("connection", "ping-test", Kind::Widget, Size::Half));
            placed.push(place("connection", "usage", Kind::Widget, Size::Full));
        }
        "anexos" => {
            for name in ["attach", "edit", "delete"] {
                placed.push(place("files", name, Kind::Action, Size::Third));
            }
            placed.push(place("files", "attachments", Kind::Widget, Size::Full));
        }
        "documentacao" => {
            for name in ["link-to-person", "link-to-tag", "edit", "delete"] {
                placed.push(place("documents", name, Kind::Action, Size::Third));
            }
            placed.push(place("documents", "documents", Kind::Widget, Size::Full));
        }
        _ => {}
    }
    placed
}
