namespace MusicGen.Silo.Pages;

/// <summary>The page at the root: what this is, and where to go on.</summary>
internal static class HomePage
{
    private const string Html = """
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>MusicGen</title>
          <style>
            :root { color-scheme: light dark; }
            body { font: 1rem/1.6 system-ui, sans-serif; max-width: 42rem; margin: 4rem auto; padding: 0 1.25rem; }
            h1 { line-height: 1.2; }
            code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
            pre { padding: 1rem; overflow-x: auto; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: .5rem; }
            dt { font-weight: 600; margin-top: .75rem; }
            dd { margin-left: 0; }
          </style>
        </head>
        <body>
          <h1>MusicGen</h1>
          <p>This service learns from collections of MIDI files and composes new tunes. It is running.</p>
          <dl>
            <dt><a href="/docs">/docs</a></dt><dd>Every request it takes, with a place to try each.</dd>
            <dt><a href="/openapi/v1.json">/openapi/v1.json</a></dt><dd>The same for programs.</dd>
          </dl>
          <p>The way of a tune:</p>
          <ol>
            <li>Create a corpus: <code>POST /v1/corpora</code></li>
            <li>Upload MIDI files to it: <code>POST /v1/corpora/{corpus}/files</code></li>
            <li>Train on it: <code>POST /v1/trainings</code></li>
            <li>Publish a checkpoint as a model: <code>POST /v1/models</code></li>
            <li>Begin a session with the model: <code>POST /v1/sessions</code></li>
            <li>Ask for tunes: <code>POST /v1/sessions/{session}/tunes</code></li>
          </ol>
        </body>
        </html>
        """;

    private const string TrainingHtml = """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>MusicGen: a training node</title></head>
        <body><p>This is a training node of MusicGen. It is running. Requests go to the silos with the role <code>web</code>.</p></body>
        </html>
        """;

    /// <summary>All that a silo says that only trains.</summary>
    public static void MapHomeOfTrainingNode(this WebApplication app) => app.MapGet("/", () => TypedResults.Content(TrainingHtml, "text/html; charset=utf-8"));

    public static void MapHome(this WebApplication app) =>
        app.MapGet("/", () => TypedResults.Content(Html, "text/html; charset=utf-8")).ExcludeFromDescription();
}
