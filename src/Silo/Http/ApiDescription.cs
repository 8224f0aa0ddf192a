using Microsoft.AspNetCore.OpenApi;

namespace MusicGen.Silo.Http;

/// <summary>The OpenAPI document's own words.</summary>
internal static class ApiDescription
{
    public const string Document = "v1";
    public const string Title = "MusicGen";

    public static void Configure(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info.Title = Title;
        document.Info.Version = Document;
        document.Info.Description =
            "Learns from your MIDI collection and composes new tunes. Upload files to a corpus, train on it, publish a checkpoint as a model, begin a session, ask for tunes. "
            + "Errors are problem+json with a stable type; creating a corpus, training, session or tune takes an Idempotency-Key; lists go by cursor; events resume with Last-Event-ID.";
        return Task.CompletedTask;
    });
}
