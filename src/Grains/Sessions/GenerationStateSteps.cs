using System.Text.Json.Nodes;

namespace MusicGen.Grains.Sessions;

/// <summary>How documents of earlier versions of <see cref="GenerationState"/> become those of the next.</summary>
internal static class GenerationStateSteps
{
    /// <summary>
    /// Version 2: tunes have variations, times and an expiry; a named request has its content's hash beside the tune's number; running is no durable phase;
    /// files lie in a folder a tune. Documents of version 2 were also written without a number; what they have stays.
    /// </summary>
    public static void ToVariations(JsonObject state)
    {
        foreach (var tune in state["tunes"]?.AsArray().OfType<JsonObject>() ?? [])
        {
            if (tune.ContainsKey("variations")) continue;
            var hasEnded = (string?)tune["phase"] is not ("queued" or "running");
            var primer = tune["settings"]?["primer"]?.AsArray();
            tune["primerWords"] = primer?.Count ?? 0;
            if (hasEnded) primer?.Clear(); // its record has it
            else tune["phase"] = "queued";
            tune["variations"] = new JsonArray(new JsonObject
            {
                ["number"] = 1,
                ["wordsDone"] = tune["wordsDone"]?.DeepClone(),
                ["notes"] = tune["notes"]?.DeepClone(),
                ["durationSeconds"] = tune["durationSeconds"]?.DeepClone(),
            });
            tune["expiresAt"] = DateTimeOffset.MaxValue; // there was no expiry when it was asked for
            state["filesSideBySide"] = true;
        }
        foreach (var (request, number) in state["requests"]?.AsObject().ToList() ?? [])
        {
            if (number is JsonValue) state["requests"]![request] = new JsonObject { ["number"] = number.DeepClone() };
        }
    }
}
