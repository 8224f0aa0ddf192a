namespace MusicGen.Contracts;

/// <summary>Why a request was refused, in the terms that decide what a caller does next.</summary>
[GenerateSerializer, Alias("musicgen.ProblemKind")]
public enum ProblemKind
{
    /// <summary>The request itself is wrong: change it. HTTP 422.</summary>
    Invalid,

    /// <summary>There is no such thing, or it is not yours. HTTP 404.</summary>
    NotFound,

    /// <summary>It may not be asked from there. HTTP 403.</summary>
    Forbidden,

    /// <summary>Right request, wrong moment: the thing is in another state. HTTP 409.</summary>
    Conflict,

    /// <summary>Over a limit of size or count. HTTP 413.</summary>
    TooLarge,

    /// <summary>The service has all the work it takes on: try again later. HTTP 503.</summary>
    Busy,

    /// <summary>You have all the work here that you may have: try again later. HTTP 429.</summary>
    TooMany,

    /// <summary>This service cannot do it as it is installed: its operator can mend that. HTTP 501.</summary>
    NotAvailable,

    /// <summary>It was tried and did not succeed; the operator's log says why. HTTP 500.</summary>
    Failed,

    /// <summary>Nobody knows who asks: sign in. HTTP 401.</summary>
    NotSignedIn,
}
