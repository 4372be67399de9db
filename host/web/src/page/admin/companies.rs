//! Empresas: what is known of each, its colour and its logo. An administrator sees those that they work in.

pub(crate) mod colour;
mod served;
mod view;

use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use balcao_access::audit::{self, Act, Line};
use balcao_access::companies::{self, Legal};
use balcao_access::{AccessError, Actor, Company, CompanyId, users};
use balcao_brazil::TaxId;
use balcao_desk::{deadline, modules};
use balcao_paper::Logo;
use balcao_store::{Conn, Uuid};
use serde_json::json;

use super::form::Problem;
use super::{ADMINISTERS, Section, changing};
use crate::fault::Fault;
use crate::incoming::Part;
use crate::route::{Routes, Visit};
use crate::rule::SignedIn;
use colour::{Colour, DARK, ENOUGH, LIGHT};

/// The most bytes of a logo: a picture of 480 pixels a side has fewer.
const MAX_LOGO: usize = 1_000_000;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .route(Method::GET, "/company/{company}/style", SignedIn, served::style)
        .route(Method::GET, "/company/{company}/logo", SignedIn, served::logo)
        .route(Method::GET, "/admin/companies", ADMINISTERS, show)
        .route(Method::GET, "/admin/companies/new", ADMINISTERS, begin)
        .route(Method::POST, "/admin/companies/new", ADMINISTERS, create)
        .route(Method::GET, "/admin/companies/{company}", ADMINISTERS, show_one)
        .route(Method::POST, "/admin/companies/{company}", ADMINISTERS, change)
        .route(Method::POST, "/admin/companies/{company}/colour", ADMINISTERS, set_colours)
        .with_files("/admin/companies/{company}/logo", ADMINISTERS, set_logo)
        .route(Method::POST, "/admin/companies/{company}/logo/drop", ADMINISTERS, drop_logo)
}

/// What is said of a form that was not done.
#[derive(Default)]
struct Told {
    problems: Vec<Problem>,
    late: bool,
}

impl Told {
    fn wrong(id: &str, label: &str, words: &str) -> Told {
        let problem = Problem { id: id.into(), label: label.into(), words: words.into() };
        Told { problems: vec![problem], late: false }
    }

    fn status(&self) -> StatusCode {
        match (self.late, self.problems.is_empty()) {
            (true, _) => StatusCode::CONFLICT,
            (false, true) => StatusCode::OK,
            (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}

/// The company of the path, if it is one of the actor's.
async fn own(conn: &mut Conn, visit: &Visit<Actor>, actor: &Actor) -> Result<Company, Fault> {
    let id: CompanyId = visit.params.get("company")?;
    if !actor.user.companies.contains(&id) {
        return Err(Fault::NotFound);
    }
    Ok(companies::one(conn, id).await?)
}

async fn show(visit: Visit<Actor>) -> Result<Response, Fault> {
    let mut conn = visit.desk.db.read().await?;
    let users = users::list(&mut conn).await?;
    let all = companies::list(&mut conn).await?;
    drop(conn);
    let own: Vec<(Company, usize)> = all
        .into_iter()
        .filter(|company| visit.proof.user.companies.contains(&company.id))
        .map(|company| {
            let works = users.iter().filter(|user| !user.disabled && user.companies.contains(&company.id));
            let count = works.count();
            (company, count)
        })
        .collect();
    let main = view::list(&visit.frame, &own);
    Ok(super::page(&visit.frame, Section::Companies, visit.frame.lang().companies(), main))
}

async fn begin(visit: Visit<Actor>) -> Result<Response, Fault> {
    Ok(new(&visit, &Told::default()))
}

fn new(visit: &Visit<Actor>, told: &Told) -> Response {
    let main = view::new(visit, &told.problems);
    let page = super::page(&visit.frame, Section::Companies, visit.frame.lang().company_new(), main);
    (told.status(), page).into_response()
}

/// What was filled in, with its number without punctuation.
fn read(visit: &Visit<Actor>) -> Result<Legal, Told> {
    let (form, lang) = (&visit.form, visit.frame.lang());
    let mut told = Told::default();
    let mut wrong = |id: &str, label, words| told.problems.extend(Told::wrong(id, label, words).problems);
    for (id, label) in [("name", lang.company_name()), ("trade", lang.company_trade_name())] {
        if !(1..=100).contains(&form.text(id).chars().count()) {
            wrong(id, label, lang.name_missing());
        }
    }
    let tax_id = match TaxId::parse(form.text("tax")) {
        Ok(TaxId::Cnpj(number)) => number.as_str().to_owned(),
        _ => {
            wrong("tax", lang.company_tax_id(), lang.company_tax_id_bad());
            String::new()
        }
    };
    let legal = Legal { name: form.text("name").into(), trade_name: form.text("trade").into(), tax_id };
    if told.problems.is_empty() { Ok(legal) } else { Err(told) }
}

/// Adds a company with what one begins with; whoever adds it works in it, too.
async fn create(visit: Visit<Actor>) -> Result<Response, Fault> {
    let lang = visit.frame.lang();
    let id: CompanyId = visit.form.text("id").parse().map_err(|_| Fault::Forged)?;
    let legal = match read(&visit) {
        Ok(legal) => legal,
        Err(told) => return Ok(new(&visit, &told)),
    };
    let prefix = visit.form.text("prefix").parse().ok().filter(|prefix| (10..=99).contains(prefix));
    let Some(protocol_prefix) = prefix else {
        return Ok(new(&visit, &Told::wrong("prefix", lang.company_prefix(), lang.company_prefix_bad())));
    };
    let (mut tx, actor) = changing(&visit).await?;
    let there = Redirect::to(&format!("/admin/companies/{id}")).into_response();
    if actor.user.companies.contains(&id) {
        return Ok(there);
    }
    let Legal { name, trade_name, tax_id } = legal;
    match companies::create(&mut tx, &Company { id, name, trade_name, tax_id, protocol_prefix }).await {
        Ok(()) => {}
        Err(AccessError::Taken(_)) => {
            drop(tx);
            return Ok(new(&visit, &Told::wrong("tax", lang.company_tax_id(), lang.company_taken())));
        }
        Err(error) => return Err(error.into()),
    }
    modules::seed(&mut tx, id, Uuid::now_v7).await?;
    deadline::set_calendar(&mut tx, id, &deadline::Calendar::usual()).await?;
    companies::add_user(&mut tx, id, actor.user.id).await?;
    let fields = json!({ "company": id, "prefix": protocol_prefix });
    audit::commit(tx, vec![Line::new(Act::CompanyAdded).by(&actor).fields(fields)]).await?;
    Ok(there)
}

async fn show_one(visit: Visit<Actor>) -> Result<Response, Fault> {
    one(&visit, Told::default()).await
}

async fn one(visit: &Visit<Actor>, told: Told) -> Result<Response, Fault> {
    let mut conn = visit.desk.db.read().await?;
    let company = own(&mut conn, visit, &visit.proof).await?;
    let look = companies::look(&mut conn, company.id).await?;
    let users = users::list(&mut conn).await?.into_iter();
    let users =
        users.filter(|user| !user.disabled && user.companies.contains(&company.id)).collect::<Vec<_>>();
    drop(conn);
    let main = view::one(visit, &company, &look, &users, &told);
    Ok((told.status(), super::page(&visit.frame, Section::Companies, &company.trade_name, main))
        .into_response())
}

fn back(company: CompanyId) -> Response {
    Redirect::to(&format!("/admin/companies/{company}")).into_response()
}

/// Its names and its number.
async fn change(visit: Visit<Actor>) -> Result<Response, Fault> {
    let legal = match read(&visit) {
        Ok(legal) => legal,
        Err(told) => return one(&visit, told).await,
    };
    let lang = visit.frame.lang();
    let text = |name: &str| visit.form.text(name).to_owned();
    let seen = Legal { name: text("seen-name"), trade_name: text("seen-trade"), tax_id: text("seen-tax") };
    let (mut tx, actor) = changing(&visit).await?;
    let company = own(&mut tx, &visit, &actor).await?;
    let before = Legal { name: company.name, trade_name: company.trade_name, tax_id: company.tax_id };
    if before == legal {
        return Ok(back(company.id));
    }
    match companies::edit(&mut tx, company.id, &seen, &legal).await {
        Ok(true) => {}
        Ok(false) => {
            drop(tx);
            return one(&visit, Told { late: true, ..Told::default() }).await;
        }
        Err(AccessError::Taken(_)) => {
            drop(tx);
            return one(&visit, Told::wrong("tax", lang.company_tax_id(), lang.company_taken())).await;
        }
        Err(error) => return Err(error.into()),
    }
    let as_json =
        |legal: &Legal| json!({ "name": legal.name, "trade": legal.trade_name, "tax": legal.tax_id });
    let fields = json!({ "company": company.id, "before": as_json(&before), "after": as_json(&legal) });
    audit::commit(tx, vec![Line::new(Act::CompanyChanged).by(&actor).fields(fields)]).await?;
    Ok(back(company.id))
}

/// The accent in both themes, or in neither.
async fn set_colours(visit: Visit<Actor>) -> Result<Response, Fault> {
    let lang = visit.frame.lang();
    let mut problems = Vec::new();
    let mut read =
        |id: &str, label: &str, theme: &colour::Theme, words: fn(crate::message::Lang, &str) -> String| {
            let typed = visit.form.text(id);
            let colour = Colour::parse(typed);
            let wrong = match colour {
                None if typed.is_empty() => None,
                None => Some(lang.colour_bad().to_owned()),
                Some(colour) => {
                    let least = theme.least(colour);
                    (least < ENOUGH).then(|| words(lang, &visit.frame.format.number(least, 1)))
                }
            };
            problems.extend(wrong.map(|words| Problem { id: id.into(), label: label.into(), words }));
            colour
        };
    let light = read("light", lang.company_light(), &LIGHT, |lang, ratio| lang.colour_too_light(ratio));
    let dark = read("dark", lang.company_dark(), &DARK, |lang, ratio| lang.colour_too_dark(ratio));
    if problems.is_empty() && light.is_some() != dark.is_some() {
        problems = Told::wrong(
            if light.is_none() { "light" } else { "dark" },
            lang.company_colour(),
            lang.colour_pair(),
        )
        .problems;
    }
    if !problems.is_empty() {
        return one(&visit, Told { problems, late: false }).await;
    }
    let (mut tx, actor) = changing(&visit).await?;
    let company = own(&mut tx, &visit, &actor).await?.id;
    let look = companies::look(&mut tx, company).await?;
    let after = light.zip(dark).map(|(light, dark)| (light.to_string(), dark.to_string()));
    if after == look.colours {
        return Ok(back(company));
    }
    if visit.form.text("seen") != look.version.to_string() {
        drop(tx);
        return one(&visit, Told { late: true, ..Told::default() }).await;
    }
    let pair = after.as_ref().map(|(light, dark)| (light.as_str(), dark.as_str()));
    companies::set_colours(&mut tx, company, pair).await?;
    let fields = json!({ "company": company, "colours": { "before": look.colours, "after": after } });
    audit::commit(tx, vec![Line::new(Act::CompanyChanged).by(&actor).fields(fields)]).await?;
    Ok(back(company))
}

/// The picture at the top of the pages and on slips.
async fn set_logo(mut visit: Visit<Actor>) -> Result<Response, Fault> {
    let picture = uploaded(&mut visit).await?;
    let lang = visit.frame.lang();
    let Some(picture) = picture.filter(|picture| Logo::from_png(picture).is_ok()) else {
        return one(&visit, Told::wrong("logo", lang.company_logo(), lang.company_logo_bad())).await;
    };
    keep_logo(&visit, Some(&picture)).await
}

async fn drop_logo(visit: Visit<Actor>) -> Result<Response, Fault> {
    keep_logo(&visit, None).await
}

async fn keep_logo(visit: &Visit<Actor>, picture: Option<&[u8]>) -> Result<Response, Fault> {
    let (mut tx, actor) = changing(visit).await?;
    let company = own(&mut tx, visit, &actor).await?.id;
    companies::set_logo(&mut tx, company, picture).await?;
    let fields = json!({ "company": company, "kept": picture.is_some() });
    audit::commit(tx, vec![Line::new(Act::LogoSet).by(&actor).fields(fields)]).await?;
    Ok(back(company))
}

/// The file that came; none without one, or if it is larger than any logo.
async fn uploaded(visit: &mut Visit<Actor>) -> Result<Option<Vec<u8>>, Fault> {
    let Some(incoming) = &mut visit.incoming else { return Ok(None) };
    while let Some(part) = incoming.next().await? {
        let Part::File(mut file) = part else { continue };
        let mut bytes = Vec::new();
        while let Some(piece) = file.piece().await? {
            if bytes.len() + piece.len() > MAX_LOGO {
                return Ok(None);
            }
            bytes.extend_from_slice(&piece);
        }
        return Ok(Some(bytes));
    }
    Ok(None)
}
