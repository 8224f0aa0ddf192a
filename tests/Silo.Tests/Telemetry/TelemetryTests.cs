using MusicGen.Contracts.Sessions;
using MusicGen.Contracts.Training;
using MusicGen.Silo.Hosting;
using MusicGen.Tests.Telemetry;

namespace MusicGen.Silo.Tests.Telemetry;

/// <summary>What arrives at a collector, over real HTTP.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("musicgen-telemetry-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Export_OfAUsedService_BringsItsMetricsAndOneTraceFromTheRequestOn()
    {
        using var collector = new OtlpCollector();
        await using (var silo = new RunningSilo("--Telemetry:Endpoint", collector.Address, "--Telemetry:Protocol", "Http"))
        {
            await silo.InitializeAsync();
            using var refused = await silo.Http.GetAsync("v1/corpora/none", Token);
            var session = await silo.SessionAsync();
            var tune = await silo.Client.Sessions.ComposeAsync(session.Id, new CreateTune(Words: 20), cancellationToken: Token);
            await silo.Client.Sessions.WatchAsync(session.Id, tune.Number, Token).LastAsync(Token);
            await silo.App.StopAsync(Token);
        } // its end sends what is left

        var metrics = collector.TextOf("/v1/metrics");
        string[] expected =
        [
            "musicgen.tune.words", "musicgen.tune.ended", "musicgen.tune.first_bar.duration", "musicgen.storage.operation.duration", "musicgen.model.loaded",
            "musicgen.http.refusals", "corpus-not-found", "musicgen.ingestion.files", "musicgen.training.phase.changes", "orleans-", "http.server.request.duration",
        ];
        Assert.All(expected, name => Assert.Contains(name, metrics, StringComparison.Ordinal));
        var traces = collector.TextOf("/v1/traces");
        Assert.All(new[] { "compose tune", "read page", "POST /v1/sessions/", "IGenerationSessionGrain" }, name => Assert.Contains(name, traces, StringComparison.Ordinal));
        Assert.DoesNotContain("Evening", metrics + traces, StringComparison.Ordinal); // the session's name, which a user chose
    }

    [Fact]
    public async Task Work_AskedForByARequest_IsPartOfItsTrace()
    {
        using var collector = new OtlpCollector();
        await using var silo = new RunningSilo("--Telemetry:Endpoint", collector.Address, "--Telemetry:Protocol", "Http");
        await silo.InitializeAsync();
        var session = await silo.SessionAsync();
        using var listener = new SpanListener();
        silo.Http.DefaultRequestHeaders.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        var tune = await silo.Client.Sessions.ComposeAsync(session.Id, new CreateTune(Words: 20), cancellationToken: Token);
        await silo.Client.Sessions.WatchAsync(session.Id, tune.Number, Token).LastAsync(Token);
        await silo.App.StopAsync(Token);

        Assert.Contains(listener.Ended, span => span.OperationName == "compose tune" && span.TraceId.ToHexString() == "0af7651916cd43dd8448eb211c80319c");
    }

    [Fact]
    public async Task Resume_OfATraining_HasItsNextRunInTheTraceOfThatRequest()
    {
        using var collector = new OtlpCollector();
        await using var silo = new RunningSilo("--Telemetry:Endpoint", collector.Address, "--Telemetry:Protocol", "Http");
        await silo.InitializeAsync();
        var training = await silo.TrainingAsync();
        await silo.Client.Trainings.PauseAsync(training.Id, Token);
        silo.Http.DefaultRequestHeaders.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        await silo.Client.Trainings.ResumeAsync(training.Id, Token);
        while ((await silo.Client.Trainings.GetAsync(training.Id, Token)).Phase != TrainingPhase.Queued) Token.ThrowIfCancellationRequested();
        var claim = await silo.GrainOf(training.Id).Claim("a-node-that-is-gone", "cpu", slot: 1);

        Assert.StartsWith("00-0af7651916cd43dd8448eb211c80319c-", claim.Value!.TraceParent, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_FaultySettings_AreNamed()
    {
        var refused = Assert.Throws<StartupException>(() => RunningSilo.Build(
            _folder.FullName, "--Telemetry:Endpoint", "collector:4317", "--Telemetry:SamplingRatio", "1.5", "--Telemetry:MetricInterval", "0", "--Telemetry:OperatorPort", "0",
            "--Telemetry:OperatorAddress", "0.0.0.0", "--Health:StoreTimeout", "0", "--Health:StopGrace", "1.00:00:00"));

        string[] faults =
        [
            "Telemetry:Endpoint must be an address such as http://127.0.0.1:4317.", "Telemetry:SamplingRatio must be 0 to 1.", "Telemetry:MetricInterval must be 00:00:01 to 00:10:00.",
            "Telemetry:OperatorPort must be 1 to 65535.", "Telemetry:OperatorAddress: the pages for operators have no sign-in", "Health:StoreTimeout must be above 0 and at most 00:01:00.",
            "Health:StopGrace must be 0 to 00:10:00.",
        ];
        Assert.All(faults, fault => Assert.Contains(fault, refused.Message, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
