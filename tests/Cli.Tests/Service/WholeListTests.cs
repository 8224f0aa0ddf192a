using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;

namespace MusicGen.Cli.Tests.Service;

/// <summary>Lists of a service of which something cannot be read.</summary>
public sealed class WholeListTests
{
    [Theory]
    [InlineData("corpora")]
    [InlineData("models")]
    [InlineData("trainings")]
    public async Task AnyList_NothingOfItCanBeRead_SaysSoAndNotThatThereIsNothing(string command)
    {
        var outcome = (await RunAsync(["""{"items":[],"next":null,"unreadable":["old"]}"""], command)).Done();

        Assert.Equal("", outcome.Output);
        Assert.Equal("1 cannot be read now, being damaged or newer than the service: old.", outcome.Errors.Trim());
    }

    [Fact]
    public async Task Corpora_ManyCannotBeReadOnTwoPages_AreCountedAndTenAreNamed()
    {
        var outcome = (await RunAsync([Page(0, 8, "1"), Page(8, 4, null)], "corpora")).Done();

        Assert.Equal(2, outcome.Lines.Count(line => line.StartsWith("jazz", StringComparison.Ordinal)));
        Assert.Equal("12 cannot be read now, being damaged or newer than the service: c0, c1, c2, c3, c4, c5, c6, c7, c8, c9 and 2 more.", outcome.Errors.Trim());
    }

    [Fact]
    public async Task Corpora_AsJson_AreOneDocumentWithoutThem()
    {
        var outcome = (await RunAsync([Page(0, 1, null)], "corpora", "--json")).Done();

        Assert.Equal("jazz", Assert.Single(outcome.Json<CorpusSummary[]>()).Id);
        Assert.Equal("1 cannot be read now, being damaged or newer than the service: c0.", outcome.Errors.Trim());
    }

    [Fact]
    public async Task Corpora_AllCanBeRead_SaysNothingMore()
    {
        var outcome = (await RunAsync(["""{"items":[],"next":null}"""], "corpora")).Done();

        Assert.StartsWith("There is no corpus yet", outcome.Output, StringComparison.Ordinal);
        Assert.Equal("", outcome.Errors);
    }

    private static string Page(int first, int count, string? next) => JsonSerializer.Serialize(
        new Page<CorpusSummary>([new("jazz", "Jazz", default, 1, 1, 0, 0, 7, 1, 0)], next, [.. Enumerable.Range(first, count).Select(i => $"c{i}")]), ContractJson.Options);

    /// <summary>Runs the command against a service that has these pages, whose cursors are their indexes.</summary>
    private static async Task<Outcome> RunAsync(string[] pages, params string[] arguments)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var service = builder.Build();
        service.Urls.Add("http://127.0.0.1:0");
        service.Run(http =>
        {
            http.Response.ContentType = "application/json";
            return http.Response.WriteAsync(pages[int.TryParse(http.Request.Query["cursor"], out var page) ? page : 0]);
        });
        await service.StartAsync(TestContext.Current.CancellationToken);
        return await CommandProcess.RunAsync([.. arguments, "--server", service.Urls.First()]);
    }
}
