using System.Net;
using System.Text.RegularExpressions;

namespace MusicGen.Silo.Tests.Pages;

public sealed partial class PagesTests(RunningSilo silo)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Home_Page_IsHtmlThatLeadsToTheDocs()
    {
        using var response = await silo.Http.GetAsync("", Token);

        Assert.Equal((HttpStatusCode.OK, "text/html"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Contains("<a href=\"/docs\">", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("docs/")]
    public async Task Page_AndItsScripts_LoadNothingFromAnotherHost(string page)
    {
        var html = await silo.Http.GetStringAsync(page, Token);
        var scripts = Scripts().Matches(html).Select(match => match.Groups["url"].Value).ToList();

        Assert.DoesNotMatch(Foreign(), html);
        foreach (var script in scripts)
        {
            using var response = await silo.Http.GetAsync(new Uri(new Uri(silo.Http.BaseAddress!, page), script), Token);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.DoesNotMatch(ForeignElement(), await response.Content.ReadAsStringAsync(Token));
        }
        if (page.Length > 0) Assert.NotEmpty(scripts);
    }

    [GeneratedRegex("""<script[^>]*\ssrc=["'](?<url>[^"']+)["']""")]
    private static partial Regex Scripts();

    [GeneratedRegex("""\s(src|href)\s*=\s*["']?\s*(https?:)?//""", RegexOptions.IgnoreCase)]
    private static partial Regex Foreign();

    /// <summary>In a script, an address that a reader may follow is none that it loads.</summary>
    [GeneratedRegex("""<(script|link|img|iframe)[^>]*\s(src|href)\s*=\s*["']?\s*(https?:)?//""", RegexOptions.IgnoreCase)]
    private static partial Regex ForeignElement();
}
