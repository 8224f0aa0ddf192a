using Microsoft.AspNetCore.Mvc;
using MusicGen.Contracts.Corpora;

namespace MusicGen.Silo.Http;

/// <summary>Refusals that come from the framework with a status alone, in the form of all others.</summary>
internal static class FrameworkProblems
{
    private static readonly Dictionary<int, string> Codes = new()
    {
        [StatusCodes.Status404NotFound] = "no-such-address",
        [StatusCodes.Status405MethodNotAllowed] = "method-not-allowed",
        [StatusCodes.Status413PayloadTooLarge] = "body-too-large",
        [StatusCodes.Status415UnsupportedMediaType] = "content-type-unexpected",
    };

    /// <summary>Gives a problem without words of its own a stable type and a sentence.</summary>
    public static void Complete(ProblemDetails problem)
    {
        if (problem.Detail is null && problem.Status is { } status && Codes.TryGetValue(status, out var code)) problem.Type = ProblemResults.TypePrefix + code;
        problem.Detail ??= SentenceOf(problem.Status);
    }

    public static string? SentenceOf(int? status) => status switch
    {
        StatusCodes.Status408RequestTimeout => "The body came too slowly: send less of it at once, or over a faster connection.",
        StatusCodes.Status404NotFound => "There is nothing at this address: see /docs.",
        StatusCodes.Status405MethodNotAllowed => "This address does not take this method: see /docs.",
        StatusCodes.Status413PayloadTooLarge => $"The body is too large: at most {ApiLimits.JsonBodyBytes >> 20} MB, or {UploadLimits.RequestBytes >> 20} MB for an upload.",
        StatusCodes.Status415UnsupportedMediaType => "The body's content type is not what was expected: application/json, or multipart/form-data for uploads, or application/zip.",
        _ => null,
    };
}
