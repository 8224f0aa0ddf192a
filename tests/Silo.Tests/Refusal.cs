using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace MusicGen.Silo.Tests;

/// <summary>What a refusal looks like: problem+json (RFC 9457) with a stable type and a sentence, and nothing of the code behind it.</summary>
internal static class Refusal
{
    private const string TypePrefix = "urn:musicgen:problem:";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task AssertAsync(HttpResponseMessage response, HttpStatusCode status, string type, string? field = null)
    {
        var problem = await ReadAsync(response, status);

        Assert.Equal(TypePrefix + type, problem.GetProperty("type").GetString());
        Assert.Equal(field, problem.TryGetProperty("field", out var named) ? named.GetString() : null);
    }

    /// <summary>Of a refusal that comes from the framework, before any of the service's own types.</summary>
    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode} {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        AssertHarmless(text);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.Matches("^.{10,}([.…)]|: see /docs)$", problem.GetProperty("detail").GetString());
        return problem;
    }

    public static async Task<string> DetailAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("detail").GetString()!;

    /// <summary>No stack trace, no names of the code.</summary>
    public static void AssertHarmless(string text)
    {
        foreach (var leak in new[] { "   at ", "MusicGen.", "System.", "Microsoft.", "Orleans", "Exception", ".cs:line" }) Assert.DoesNotContain(
            leak,
            text,
            StringComparison.Ordinal);
    }
}
