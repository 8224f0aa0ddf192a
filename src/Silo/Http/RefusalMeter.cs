using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Mvc;
using MusicGen.Grains.Telemetry;

namespace MusicGen.Silo.Http;

/// <summary>What requests are refused for.</summary>
internal static class RefusalMeter
{
    private static readonly Counter<long> Refusals = Instrumentation.Meter.CreateCounter<long>("musicgen.http.refusals", "{refusal}", "Requests that were answered with a problem, by its code.");

    /// <summary>Counts an answer. Its code is a word of the product's: a problem's type without the prefix that all have.</summary>
    public static void Count(ProblemDetails problem) => Refusals.Add(
        1,
        new(Instrumentation.ErrorType, CodeOf(problem)),
        new("http.response.status_code", problem.Status ?? StatusCodes.Status500InternalServerError));

    private static string CodeOf(ProblemDetails problem) =>
        problem.Type is { } type && type.StartsWith(ProblemResults.TypePrefix, StringComparison.Ordinal) ? type[ProblemResults.TypePrefix.Length..] : "_OTHER";
}
