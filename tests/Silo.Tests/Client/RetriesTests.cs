using System.Net;
using Microsoft.AspNetCore.Http;
using MusicGen.Client;
using MusicGen.Contracts.Models;
using MusicGen.Contracts.Sessions;

namespace MusicGen.Silo.Tests.Client;

public sealed class RetriesTests
{
    private const string Session = """{"id":"s","name":"Evening","model":"m","modelVersion":1,"createdAt":"2026-01-01T00:00:00Z","tunes":0}""";

    private readonly HurriedClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Func<HttpContext, Task> Made => ScriptedServer.Text(201, "application/json", Session);

    private static Func<HttpContext, Task> NodeLost => ScriptedServer.Problem(503, """{"type":"urn:musicgen:problem:node-lost","detail":"A node of the service was lost: try again."}""");

    private static Func<HttpContext, Task> NodeLostFor(string seconds) => http =>
    {
        http.Response.Headers.RetryAfter = seconds;
        return NodeLost(http);
    };

    [Fact]
    public async Task Create_NodeIsLost_IsAskedForAgainWithTheSameKey()
    {
        await using var server = await ScriptedServer.StartAsync(NodeLost, ScriptedServer.AbortAsync, ScriptedServer.Text(502, "text/html", "<h1>Bad gateway</h1>"), Made);

        var made = await new MusicGenClient(server.Http, _clock).Sessions.CreateAsync(new CreateSession("m"), cancellationToken: Token);

        Assert.Equal("s", made.Id);
        Assert.Equal(4, server.IdempotencyKeys.Count);
        Assert.NotEmpty(Assert.Single(server.IdempotencyKeys.Distinct())!);
    }

    [Fact]
    public async Task Create_Twice_HasAKeyEach()
    {
        await using var server = await ScriptedServer.StartAsync(Made, Made, Made);
        var client = new MusicGenClient(server.Http, _clock);

        for (var i = 0; i < 2; i++) await client.Sessions.CreateAsync(new CreateSession("m"), cancellationToken: Token);
        await client.Sessions.CreateAsync(new CreateSession("m"), "mine", Token);

        Assert.Equal(3, server.IdempotencyKeys.Distinct().Count());
        Assert.Equal("mine", server.IdempotencyKeys[^1]);
    }

    [Fact]
    public async Task Get_NodesStayLost_GivesUpAfterHalfAMinuteWithTheLastAnswer()
    {
        await using var server = await ScriptedServer.StartAsync([.. Enumerable.Repeat(NodeLost, 100)]);

        var failed = await Assert.ThrowsAsync<MusicGenException>(() => new MusicGenClient(server.Http, _clock).Models.GetAsync("jazz", Token));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "A node of the service was lost: try again."), (failed.Status, failed.Message));
        Assert.InRange(_clock.Skipped.TotalSeconds, 25, 30);
        Assert.InRange(server.Requests.Count, 8, 20);
    }

    [Fact]
    public async Task Get_TimeToComeBackIsTold_WaitsForIt()
    {
        await using var server = await ScriptedServer.StartAsync(NodeLostFor("7"), Made);

        await new MusicGenClient(server.Http, _clock).Sessions.GetAsync("s", Token);

        Assert.Equal(7, _clock.Skipped.TotalSeconds);
    }

    [Fact]
    public async Task Get_TimeToComeBackIsLong_IsLeftToTheCaller()
    {
        await using var server = await ScriptedServer.StartAsync(NodeLostFor("31"), Made);

        await Assert.ThrowsAsync<MusicGenException>(() => new MusicGenClient(server.Http, _clock).Sessions.GetAsync("s", Token));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Delete_WhoseAnswerWasLost_IsDoneWhenItIsNotThereAnyMore()
    {
        var gone = ScriptedServer.Problem(404, """{"type":"urn:musicgen:problem:session-not-found","detail":"There is none."}""");
        await using var server = await ScriptedServer.StartAsync(NodeLost, gone, gone);
        var client = new MusicGenClient(server.Http, _clock);

        await client.Sessions.DeleteAsync("s", Token);

        await Assert.ThrowsAsync<MusicGenException>(() => client.Sessions.DeleteAsync("s", Token));
    }

    [Theory]
    [InlineData(503, "service-busy")]
    [InlineData(429, "too-many-tunes")]
    [InlineData(500, "internal")]
    public async Task Get_WhatDoesNotPassByItself_IsLeftToTheCaller(int status, string code)
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Problem(status, $$"""{"type":"urn:musicgen:problem:{{code}}","detail":"No."}"""), Made);

        await Assert.ThrowsAsync<MusicGenException>(() => new MusicGenClient(server.Http, _clock).Models.GetAsync("jazz", Token));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Publish_WhoseAnswerIsLost_IsNotDoneTwice()
    {
        await using var server = await ScriptedServer.StartAsync(Made, ScriptedServer.AbortAsync, Made);
        var client = new MusicGenClient(server.Http, _clock);
        await client.Sessions.GetAsync("s", Token);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.Models.PublishAsync(new PublishModel("t", "jazz"), Token));

        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData(503, "uploads-busy")]
    [InlineData(429, "too-many-uploads")]
    public async Task Upload_NoTurnForIt_IsSentAgainWithTheSameFiles(int status, string code)
    {
        var sent = new List<string>();
        var noTurn = ScriptedServer.Problem(status, $$"""{"type":"urn:musicgen:problem:{{code}}","detail":"No."}""");
        await using var server = await ScriptedServer.StartAsync(
            noTurn,
            noTurn,
            async http =>
            {
                sent.AddRange((await http.Request.ReadFormAsync(Token)).Files.Select(file => file.FileName));
                await ScriptedServer.Text(202, "application/json", """{"corpus":"c","number":1,"phase":"running","files":1,"done":0,"accepted":0,"duplicates":0,"rejected":0}""")(http);
            });

        var upload = await new MusicGenClient(server.Http, _clock).Corpora.UploadAsync("c", [new("one.mid", new byte[] { 1 })], Token);

        Assert.Equal((1, 3), (upload.Number, server.Requests.Count));
        Assert.Equal(["one.mid"], sent);
    }

    [Fact]
    public async Task UploadZip_NoTurnForIt_IsSentAgainFromWhereItBegan()
    {
        var sent = new MemoryStream();
        await using var server = await ScriptedServer.StartAsync(
            ScriptedServer.Problem(503, """{"type":"urn:musicgen:problem:uploads-busy","detail":"No."}"""),
            async http =>
            {
                await http.Request.Body.CopyToAsync(sent, Token);
                await ScriptedServer.Text(202, "application/json", """{"corpus":"c","number":1,"phase":"running","files":1,"done":0,"accepted":0,"duplicates":0,"rejected":0}""")(http);
            });
        var archive = new MemoryStream([1, 2, 3, 4]) { Position = 1 };

        await new MusicGenClient(server.Http, _clock).Corpora.UploadZipAsync("c", archive, Token);

        Assert.Equal([2, 3, 4], sent.ToArray());
        Assert.Equal(2, server.Requests.Count);
        Assert.False(archive.CanRead); // disposed, as it is said
    }

    [Theory]
    [InlineData(503, "node-lost")]
    [InlineData(503, "corpus-busy")]
    [InlineData(413, "storage-full")]
    public async Task Upload_ThatMayHaveBegun_IsSentOnce(int status, string code)
    {
        await using var server = await ScriptedServer.StartAsync(ScriptedServer.Problem(status, $$"""{"type":"urn:musicgen:problem:{{code}}","detail":"No."}"""), Made);

        await Assert.ThrowsAsync<MusicGenException>(() => new MusicGenClient(server.Http, _clock).Corpora.UploadAsync("c", [new("one.mid", new byte[] { 1 })], Token));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Get_NobodyEverAnswered_FailsAtOnce()
    {
        await using var server = await ScriptedServer.StartAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => new MusicGenClient(server.Http, _clock).Models.GetAsync("jazz", Token));

        Assert.Equal(TimeSpan.Zero, _clock.Skipped);
    }
}
