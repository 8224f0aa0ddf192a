using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using MusicGen.Client;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Contracts.Training;
using MusicGen.Silo.Hosting;
using MusicGen.Tests.Corpora;

namespace MusicGen.Silo.Tests.Hosting;

/// <summary>How the service starts and stops. Each test has a service of its own.</summary>
public sealed class SiloApplicationTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("musicgen-hosting-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Build_SeveralFaults_AreAllNamed()
    {
        var refused = Assert.Throws<StartupException>(() => SiloApplication.Build(
            [
                "--MusicGen:DataFolder", " ", "--MusicGen:Port", "70000", "--Training:Slots", "65", "--Training:Threads", "-1",
                "--Training:Pool", "a b", "--Queue:NodeSilence", "00:00:01", "--Uploads:UnpackedBytes", "0", "--Uploads:Open", "101", "--Uploads:CorpusFiles", "500001",
                "--Uploads:AtOnce", "3", "--Uploads:AtOncePerOwner", "4", "--Uploads:Wait", "0", "--Uploads:LeastBytesPerSecond", "0", "--Uploads:PaceGrace", "00:00:01", "--Uploads:LongestTime", "2",
                "--Audio:Executable", "/nowhere/fluidsynth", "--Audio:SoundFont", "/etc/passwd", "--Audio:Renderers", "65", "--Audio:Waiting", "-1",
                "--Composing:Treads", "3", "--Composing:Threads", "many", "--Audio:TimeoutSeconds", "0", "--Audio:MostSeconds", "3601", "--Audio:SampleRateHz", "7999",
                "--urls", "http://0.0.0.0:80;http://localhost:81",
            ]));

        string[] faults =
        [
            "MusicGen:DataFolder must name a folder.", "MusicGen:Port must be 0 (any free port) to 65535.",
            "Training:Pool must have 1 to 40 lower-case letters, digits and hyphens.", "Queue:NodeSilence must be 00:00:03 to 366 days.", "Training:Slots must be 0 to 64.", "Training:Threads must be 0 to 1,024.",
            "Uploads:UnpackedBytes must be 1 to 2,147,483,648.", "Uploads:Open must be 1 to 100.", "Uploads:CorpusFiles must be 1 to 500,000.",
            "Uploads:AtOncePerOwner must be 1 to AtOnce, which is 3.", "Uploads:Wait must be 0.1 to 30 seconds.", "Uploads:LeastBytesPerSecond must be 1 to 1,048,576.",
            "Uploads:PaceGrace must be two seconds to ten minutes.", "Uploads:LongestTime must be one second to one day.",
            "Audio:Executable: there is no program /nowhere/fluidsynth.", "Audio:SoundFont: /etc/passwd is no SoundFont that can be read.", "Audio:Renderers must be 0 to 64.",
            "Audio:Waiting must be 0 to 1,000.", "Composing:Treads is no setting.", "'many' at 'Composing:Threads'", "Audio:TimeoutSeconds must be 1 to 3,600.", "Audio:MostSeconds must be 1 to 3,600.", "Audio:SampleRateHz must be 8,000 to 96,000.", "take away the address http://0.0.0.0:80",
        ];
        Assert.All(faults, fault => Assert.Contains(fault, refused.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("localhost", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MusicGen:Port", "eighty")]
    [InlineData("Training:Slots", "1.5")]
    [InlineData("Training:StopTimeout", "soon")]
    [InlineData("Queue:MinimumRun", "long")]
    public void Build_SettingOfAnotherKind_IsNamed(string setting, string value)
    {
        var refused = Assert.Throws<StartupException>(() => SiloApplication.Build(["--MusicGen:DataFolder", _folder.FullName, $"--{setting}", value]));

        Assert.Contains(setting, refused.Message, StringComparison.Ordinal);
        Assert.Contains(value, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    public void Build_EndpointBeyondThisMachine_IsRefused(string url)
    {
        var refused = Assert.Throws<StartupException>(() => RunningSilo.Build(_folder.FullName, "--Kestrel:Endpoints:Public:Url", url));

        Assert.Contains(url, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_WorkerThatIsNotThere_IsNamed()
    {
        var refused = Assert.Throws<StartupException>(() => RunningSilo.Build(_folder.FullName, "--Training:Slots", "1", "--Training:WorkerPath", "/nowhere/worker"));

        Assert.Contains("/nowhere/worker", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_FolderOfARunningService_IsRefused()
    {
        await using var app = await StartAsync();

        var refused = Assert.Throws<StartupException>(() => RunningSilo.Build(_folder.FullName));

        Assert.StartsWith($"Another MusicGen service uses {_folder.FullName}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_FolderBelowAFile_IsRefused()
    {
        var file = Path.Join(_folder.FullName, "file");
        File.WriteAllText(file, "");

        var refused = Assert.Throws<StartupException>(() => RunningSilo.Build(Path.Join(file, "data")));

        Assert.StartsWith("The data folder ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_AnyPort_ListensOnThisMachineOnly()
    {
        await using var app = await StartAsync();

        var url = new Uri(Assert.Single(app.Urls));
        Assert.Equal("127.0.0.1", url.Host);
        using var connection = new TcpClient(AddressFamily.InterNetwork);
        // 127.0.0.2 is this machine as well, and answers where somebody listens on every address.
        var refused = await Assert.ThrowsAsync<SocketException>(() => connection.ConnectAsync(IPAddress.Parse("127.0.0.2"), url.Port, Token).AsTask());
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    [Fact]
    public async Task Stop_WithAnOpenStream_EndsItSoonAndWithoutAnEnd()
    {
        await using var app = await StartAsync();
        using var http = HttpOf(app);
        var training = await TrainingAsync(http);
        using var response = await http.GetAsync($"v1/trainings/{training.Id}/events", HttpCompletionOption.ResponseHeadersRead, Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
        foreach (var line in new[] { "event: ping", "data: {}", "" }) Assert.Equal(line, await reader.ReadLineAsync(Token));
        Assert.Equal("event: phase", await reader.ReadLineAsync(Token));
        var since = TimeProvider.System.GetTimestamp();

        await app.StopAsync(Token);

        Assert.InRange(TimeProvider.System.GetElapsedTime(since).TotalSeconds, 0, 5);
        Assert.DoesNotContain($"event: {EventTypes.End}", await reader.ReadToEndAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnTheFolderOfAStoppedService_FindsEverythingAgain()
    {
        TrainingSummary training;
        await using (var app = await StartAsync())
        {
            using var http = HttpOf(app);
            training = await TrainingAsync(http);
            await app.StopAsync(Token);
        }

        await using var again = await StartAsync();
        using var sameHttp = HttpOf(again);
        var client = new MusicGenClient(sameHttp);

        Assert.Equal(TrainingPhase.Queued, (await client.Trainings.GetAsync(training.Id, Token)).Phase);
        Assert.Equal(1, (await client.Corpora.GetAsync(training.Corpus, Token)).Accepted);
        Assert.Contains((await client.Trainings.QueueAsync(cancellationToken: Token)).Waiting, entry => entry.Training == training.Id);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static HttpClient HttpOf(WebApplication app) => new() { BaseAddress = new Uri(app.Urls.Single() + "/") };

    private static async Task<TrainingSummary> TrainingAsync(HttpClient http)
    {
        var client = new MusicGenClient(http);
        var corpus = await client.Corpora.CreateAsync(new CreateCorpus(Intake: IntakeSettings.Everything), cancellationToken: Token);
        await client.Corpora.UploadAsync(corpus.Id, [new("one.mid", MidiFiles.Melody(60))], Token);
        await client.Corpora.WatchAsync(corpus.Id, 1, Token).LastAsync(Token);
        var training = await client.Trainings.CreateAsync(new CreateTraining(corpus.Id), cancellationToken: Token);
        await client.Trainings.WatchAsync(training.Id, Token).FirstAsync(happened => happened.Phase == TrainingPhase.Queued, Token);
        while ((await client.Trainings.QueueAsync(cancellationToken: Token)).Waiting.Count == 0) Token.ThrowIfCancellationRequested();
        return training;
    }

    private async Task<WebApplication> StartAsync()
    {
        var app = RunningSilo.Build(_folder.FullName);
        await app.StartAsync(Token);
        return app;
    }
}
