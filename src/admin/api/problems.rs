//! What the calls of staff may be refused with, as the API's description tells it.

use utoipa::IntoResponses;

use crate::error::Problem;

/// Of every call that needs a sign-in.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only described")]
pub enum SignedInProblems {
    /// not-signed-in
    #[response(status = 401, content_type = "application/problem+json")]
    NotSignedIn(Problem),
}

/// Of every call that needs a permission.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only described")]
pub enum PermissionProblems {
    /// not-signed-in
    #[response(status = 401, content_type = "application/problem+json")]
    NotSignedIn(Problem),
    /// forbidden
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
}

/// Of every call that needs a permission and names something.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only described")]
pub enum NamedProblems {
    /// not-signed-in
    #[response(status = 401, content_type = "application/problem+json")]
    NotSignedIn(Problem),
    /// forbidden
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
    /// not-found
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
}
