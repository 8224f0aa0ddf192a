using System.Net.Http.Json;
using MusicGen.Tests.Corpora;
using static MusicGen.Contracts.Accounts.KeyScope;

namespace MusicGen.Silo.Tests.Accounts;

/// <summary>Who may do what, as the product promises it: every route is here.</summary>
internal static class RouteCases
{
    /// <summary>Pages and descriptions; nothing of any owner's.</summary>
    public static IReadOnlyList<string> Public { get; } = ["GET /", "GET /openapi/v1.json", "GET /docs/{documentName?}", "GET /docs/favicon.svg", "GET /docs/scalar.js", "GET /docs/scalar.aspnetcore.js", "GET /livez", "GET /readyz"];

    /// <summary>The dashboard of the grains, at the operators' port alone: pattern, an address of it, and its status there, whoever asks.</summary>
    public static IReadOnlyList<(string Route, string Path, int Status)> OfOperators { get; } =
    [
        ("GET /dashboard", "dashboard/", 200),
        ("GET /dashboard/index.html", "dashboard/index.html", 200),
        ("GET /dashboard/favicon.ico", "dashboard/favicon.ico", 200),
        ("GET /dashboard/index.min.js", "dashboard/index.min.js", 200),
        ("GET /dashboard/index.css", "dashboard/index.css", 200),
        ("GET /dashboard/fonts/{**path}", "dashboard/fonts/fa-solid-900.woff2", 200),
        ("GET /dashboard/img/{**path}", "dashboard/img/OrleansLogo.png", 200),
        ("GET /dashboard/version", "dashboard/version", 200),
        ("GET /dashboard/DashboardCounters", "dashboard/DashboardCounters", 200),
        ("GET /dashboard/ClusterStats", "dashboard/ClusterStats", 200),
        ("GET /dashboard/Reminders", "dashboard/Reminders", 200),
        ("GET /dashboard/Reminders/{page}", "dashboard/Reminders/1", 200),
        ("GET /dashboard/HistoricalStats/{*path}", "dashboard/HistoricalStats/{silo}", 200),
        ("GET /dashboard/SiloProperties/{*address}", "dashboard/SiloProperties/{silo}", 200),
        ("GET /dashboard/SiloMetadata/{*address}", "dashboard/SiloMetadata/{silo}", 200),
        ("GET /dashboard/SiloStats/{*address}", "dashboard/SiloStats/{silo}", 200),
        ("GET /dashboard/SiloCounters/{*address}", "dashboard/SiloCounters/{silo}", 200),
        ("GET /dashboard/GrainStats/{*grainName}", "dashboard/GrainStats/account", 200),
        ("GET /dashboard/TopGrainMethods", "dashboard/TopGrainMethods", 200),
        ("GET /dashboard/GrainState", "dashboard/GrainState?grainId=account/local&grainType=account", 200),
        ("GET /dashboard/LifecycleStages", "dashboard/LifecycleStages", 200),
        ("GET /dashboard/GrainTypes", "dashboard/GrainTypes", 200),
        ("GET /dashboard/Trace", "dashboard/Trace", 403), // the log would show other owners' ids
    ];

    /// <summary>In an order in which each finds what it names.</summary>
    public static IReadOnlyList<RouteCase> All { get; } =
    [
        new("GET /v1/account", _ => "v1/account", null, 200, 200),
        new("POST /v1/account/keys", _ => "v1/account/keys", Account, 201, 201, _ => Json(new { })),
        new("GET /v1/account/keys", _ => "v1/account/keys", Account, 200, 200),
        new("POST /v1/owners/{owner}/keys", _ => "v1/owners/local/keys", Operator, 403, 403, _ => Json(new { })),
        new("GET /v1/owners/{owner}/keys", _ => "v1/owners/local/keys", Operator, 403, 403),
        new("GET /v1/nodes", _ => "v1/nodes", Operator, 403, 403),
        new("POST /v1/nodes/{node}:cordon", _ => $"v1/nodes/{SignInSilo.Node}:cordon", Operator, 403, 403),
        new("POST /v1/nodes/{node}:drain", _ => $"v1/nodes/{SignInSilo.Node}:drain", Operator, 403, 403),
        new("POST /v1/nodes/{node}:uncordon", _ => $"v1/nodes/{SignInSilo.Node}:uncordon", Operator, 403, 403),

        new("POST /v1/corpora", _ => "v1/corpora", Write, 201, 201, _ => Json(new { })),
        new("GET /v1/corpora", _ => "v1/corpora", Read, 200, 200),
        new("GET /v1/corpora/{corpus}", silo => $"v1/corpora/{silo.Corpus}", Read, 200, 404),
        new("POST /v1/corpora/{corpus}/files", silo => $"v1/corpora/{silo.Corpus}/files", Write, 202, 404, _ => Upload()),
        new("GET /v1/corpora/{corpus}/files", silo => $"v1/corpora/{silo.Corpus}/files", Read, 200, 404),
        new("GET /v1/corpora/{corpus}/stats", silo => $"v1/corpora/{silo.Corpus}/stats", Read, 200, 404),
        new("GET /v1/corpora/{corpus}/files/{sha256}/notes", silo => $"v1/corpora/{silo.Corpus}/files/{silo.Sha256}/notes", Read, 200, 404),
        new("GET /v1/corpora/{corpus}/ingestions/{number}", silo => $"v1/corpora/{silo.Corpus}/ingestions/1", Read, 200, 404),
        new("POST /v1/corpora/{corpus}/ingestions/{number}:cancel", silo => $"v1/corpora/{silo.Corpus}/ingestions/1:cancel", Write, 200, 404),
        new("GET /v1/corpora/{corpus}/ingestions/{number}/events", silo => $"v1/corpora/{silo.Corpus}/ingestions/1/events", Read, 200, 404),

        new("GET /v1/trainings", _ => "v1/trainings", Read, 200, 200),
        new("GET /v1/trainings/{training}", silo => $"v1/trainings/{silo.Training}", Read, 200, 404),
        new("POST /v1/trainings/{training}:pause", silo => $"v1/trainings/{silo.Training}:pause", Write, 409, 404),
        new("POST /v1/trainings/{training}:resume", silo => $"v1/trainings/{silo.Training}:resume", Write, 409, 404),
        new("POST /v1/trainings/{training}:cancel", silo => $"v1/trainings/{silo.Training}:cancel", Write, 409, 404),
        new("GET /v1/trainings/{training}/events", silo => $"v1/trainings/{silo.Training}/events", Read, 200, 404),
        new("GET /v1/trainings/{training}/metrics", silo => $"v1/trainings/{silo.Training}/metrics", Read, 200, 404),
        new("GET /v1/trainings/{training}/checkpoints", silo => $"v1/trainings/{silo.Training}/checkpoints", Read, 200, 404),
        new("GET /v1/trainings/{training}/samples", silo => $"v1/trainings/{silo.Training}/samples", Read, 200, 404),
        new("GET /v1/trainings/{training}/samples/{sample}/content", silo => $"v1/trainings/{silo.Training}/samples/{SignInSilo.Sample}/content", Read, 200, 404),
        new("GET /v1/queue", _ => "v1/queue", Read, 200, 200),

        new("POST /v1/models", _ => "v1/models", Write, 201, 404, silo => Json(new { training = silo.Training })),
        new("GET /v1/models", _ => "v1/models", Read, 200, 200),
        new("GET /v1/models/{model}", silo => $"v1/models/{silo.Model}", Read, 200, 404),
        new("GET /v1/models/{model}/content", silo => $"v1/models/{silo.Model}/content", Read, 200, 404),

        new("POST /v1/sessions", _ => "v1/sessions", Write, 201, 404, silo => Json(new { model = silo.Model })),
        new("GET /v1/sessions", _ => "v1/sessions", Read, 200, 200),
        new("GET /v1/sessions/{session}", silo => $"v1/sessions/{silo.Session}", Read, 200, 404),
        new("POST /v1/sessions/{session}/tunes", silo => $"v1/sessions/{silo.Session}/tunes", Write, 202, 404, _ => Json(new { words = 4 })),
        new("GET /v1/sessions/{session}/tunes", silo => $"v1/sessions/{silo.Session}/tunes", Read, 200, 404),
        new("GET /v1/sessions/{session}/tunes/{number}", silo => $"v1/sessions/{silo.Session}/tunes/1", Read, 200, 404),
        new("POST /v1/sessions/{session}/tunes/{number}:cancel", silo => $"v1/sessions/{silo.Session}/tunes/1:cancel", Write, 409, 404),
        new("GET /v1/sessions/{session}/tunes/{number}/events", silo => $"v1/sessions/{silo.Session}/tunes/1/events", Read, 200, 404),
        new("GET /v1/sessions/{session}/tunes/{number}/content", silo => $"v1/sessions/{silo.Session}/tunes/1/content", Read, 200, 404),

        new("DELETE /v1/sessions/{session}/tunes/{number}", silo => $"v1/sessions/{silo.Session}/tunes/1", Write, 204, 404),
        new("DELETE /v1/sessions/{session}", silo => $"v1/sessions/{silo.Session}", Write, 204, 404),
        new("POST /v1/trainings/{training}:extend", silo => $"v1/trainings/{silo.Training}:extend", Write, 200, 404, _ => Json(new { epochs = 500 })),
        new("POST /v1/trainings", _ => "v1/trainings", Write, 201, 404, silo => Json(new { corpus = silo.Corpus })),
        new("DELETE /v1/trainings/{training}", silo => $"v1/trainings/{silo.Training}", Write, 409, 404), // it was extended just now
        new("DELETE /v1/models/{model}", silo => $"v1/models/{silo.Model}", Write, 204, 404),
        new("DELETE /v1/corpora/{corpus}", silo => $"v1/corpora/{silo.Corpus}", Write, 204, 404),
        new("DELETE /v1/account/keys/{key}", silo => $"v1/account/keys/{silo.SpareKey}", Account, 204, 404),
        new("DELETE /v1/owners/{owner}/keys/{key}", silo => $"v1/owners/bea/keys/{SignInSilo.IdOf(silo.OtherKey)}", Operator, 403, 403),
    ];

    /// <summary>What an operator gets who may do everything and has nothing.</summary>
    public static int StatusForOperator(RouteCase route) => (route.Scope, route.Method.Method) switch
    {
        (Operator, "DELETE") => 204,
        (Operator, "POST") when route.Body is not null => 201,
        (Operator, _) => 200,
        _ => route.Other,
    };

    private static JsonContent Json(object body) => JsonContent.Create(body);

    private static MultipartFormDataContent Upload() => new() { { new ByteArrayContent(MidiFiles.Melody(70, 71)), "files", "two.mid" } };
}
