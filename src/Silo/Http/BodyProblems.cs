using System.Text.Json;

namespace MusicGen.Silo.Http;

/// <summary>What is wrong with a request's body, in words for whoever sent it.</summary>
internal static class BodyProblems
{
    /// <summary>The serializer's own words before the names of missing fields.</summary>
    private const string Missing = "missing required properties including: ";

    /// <summary>The framework's own words for a value of the address that it could not read.</summary>
    private const string Unbound = "Failed to bind parameter";

    public static string Describe(BadHttpRequestException refusal) => refusal.InnerException switch
    {
        JsonException json when json.Message.IndexOf(Missing, StringComparison.Ordinal) is var at && at >= 0 => $"The body lacks {json.Message[(at + Missing.Length)..].TrimEnd('.')}.",
        JsonException json when RequestJson.UnknownMember(json) is { } member => $"The body has '{member}', which is not known here: see /docs.",
        JsonException json when RequestJson.RepeatedMember(json) is { } member => $"The body has '{member}' more than once, so that it is not clear what was meant.",
        JsonException { Path: { Length: > 2 } path } => $"The value of {path[2..]} is not what it should be, or the JSON around it is broken: see /docs.",
        JsonException => "The body is not the JSON object that was expected: see /docs.",
        _ when FrameworkProblems.SentenceOf(refusal.StatusCode) is { } sentence => sentence,
        _ when refusal.Message.StartsWith(Unbound, StringComparison.Ordinal) => "A value behind the question mark is not what it should be, such as limit, which is a whole number: see /docs.",
        _ => "The request has no body or a damaged one: see /docs.",
    };
}
