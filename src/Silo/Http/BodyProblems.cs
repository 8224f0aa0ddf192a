using System.Text.Json;
using MusicGen.Contracts.Corpora;

namespace MusicGen.Silo.Http;

/// <summary>What is wrong with a request's body, in words for whoever sent it.</summary>
internal static class BodyProblems
{
    /// <summary>The serializer's own words before the names of missing fields.</summary>
    private const string Missing = "missing required properties including: ";

    public static string Describe(BadHttpRequestException refusal) => refusal.InnerException switch
    {
        JsonException json when json.Message.IndexOf(Missing, StringComparison.Ordinal) is var at && at >= 0 => $"The body lacks {json.Message[(at + Missing.Length)..].TrimEnd('.')}.",
        JsonException { Path: { Length: > 2 } path } => $"The value of {path[2..]} is not what it should be, or the JSON around it is broken: see /docs.",
        JsonException => "The body is not the JSON object that was expected: see /docs.",
        _ when refusal.StatusCode == StatusCodes.Status413PayloadTooLarge => $"The body is too large: at most {ApiLimits.JsonBodyBytes >> 20} MB, or {UploadLimits.RequestBytes >> 20} MB for an upload.",
        _ when refusal.StatusCode == StatusCodes.Status415UnsupportedMediaType => FrameworkProblems.SentenceOf(refusal.StatusCode)!,
        null when refusal.Message.Contains("bind parameter", StringComparison.Ordinal) => "A parameter of the address is not what it should be: see /docs.",
        _ => "The request has no body or a damaged one: see /docs.",
    };
}
