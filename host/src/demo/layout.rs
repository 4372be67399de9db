//! What each profile of the demonstration sees, and where.

use balcao_access::{Kind, Labels, Layout, Placement, PlacementId, Size, Tab};

use super::random::Ids;

/// What a profile is left without.
#[derive(Debug, Clone, Copy, Default)]
pub struct Without {
    /// The action *Reagendamento de faturas*.
    pub reschedule: bool,
    /// The widget *Histórico financeiro*.
    pub history: bool,
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
pub fn of(without: Without, ids: &mut Ids) -> Layout {
    let tabs = TABS
        .iter()
        .map(|(key, [pt, en, es])| Tab {
            key: (*key).into(),
            title: Labels::new(pt, en, es),
            placements: placements(key, without, ids),
        })
        .collect();
    Layout { tabs }
}

fn placements(tab: &str, without: Without, ids: &mut Ids) -> Vec<Placement> {
    let mut place = |plugin: &str, name: &str, kind, size| Placement {
        id: PlacementId(ids.next()),
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
    match tab {
        "inicio" => placed.push(place("requests", "current", Kind::Widget, Size::Half)),
        "financeiro" => {
            placed.push(place("contracts", "contract", Kind::Widget, Size::Third));
            if !without.history {
                placed.push(place("billing", "history", Kind::Widget, Size::Full));
            }
        }
        _ => {}
    }
    placed
}
