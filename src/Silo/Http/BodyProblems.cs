using System.Text.Json;
using MusicGen.Contracts.Corpora;

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
        JsonException { Path: { Length: > 2 } path } => $"The value of {path[2..]} is not what it should be, or the JSON around it is broken: see /docs.",
        JsonException => "The body is not the JSON object that was expected: see /docs.",
        _ when ForStatus(refusal.StatusCode) is { } sentence => sentence,
        _ when refusal.Message.StartsWith(Unbound, StringComparison.Ordinal) => "A value behind the question mark is not what it should be, such as limit, which is a whole number: see /docs.",
        _ => "The request has no body or a damaged one: see /docs.",
    };

    /// <summary>A sentence for refusals that come from the framework with a status alone; null where there is none.</summary>
    public static string? ForStatus(int? status) => status switch
    {
        StatusCodes.Status404NotFound => "There is nothing at this address: see /docs.",
        StatusCodes.Status405MethodNotAllowed => "This address does not take this method: see /docs.",
        StatusCodes.Status413PayloadTooLarge => $"The body is too large: at most {ApiLimits.JsonBodyBytes >> 20} MB, or {UploadLimits.RequestBytes >> 20} MB for an upload.",
        StatusCodes.Status415UnsupportedMediaType => "The body's content type is not what was expected: application/json, or multipart/form-data for uploads.",
        _ => null,
    };
}
