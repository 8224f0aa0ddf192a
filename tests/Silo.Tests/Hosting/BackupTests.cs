using Microsoft.AspNetCore.Builder;
using MusicGen.Client;
using MusicGen.Contracts.Corpora;
using MusicGen.Contracts.Training;
using MusicGen.Tests.Corpora;

namespace MusicGen.Silo.Tests.Hosting;

/// <summary>What <c>docs/operations.md</c> says of backing up a folder and restoring it.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("musicgen-backup-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Restore_OfACopyOfTheFolder_HasEverythingAndGoesOn()
    {
        var (lost, backup, restored) = (Path.Join(_folder.FullName, "data"), Path.Join(_folder.FullName, "backup"), Path.Join(_folder.FullName, "restored"));
        CorpusSummary corpus;
        TrainingSummary training;
        await using (var app = await StartAsync(lost))
        {
            using var http = HttpOf(app);
            var client = new MusicGenClient(http);
            corpus = await client.Corpora.CreateAsync(new CreateCorpus(Intake: IntakeSettings.Everything), cancellationToken: Token);
            await client.Corpora.UploadAsync(corpus.Id, [new("one.mid", MidiFiles.Melody(60, 62))], Token);
            await client.Corpora.WatchAsync(corpus.Id, 1, Token).LastAsync(Token);
            corpus = await client.Corpora.GetAsync(corpus.Id, Token);
            training = await client.Trainings.CreateAsync(new CreateTraining(corpus.Id), cancellationToken: Token);
            await client.Trainings.WatchAsync(training.Id, Token).FirstAsync(happened => happened.Phase == TrainingPhase.Queued, Token);
            await app.StopAsync(Token);
        }
        Copy(lost, backup);
        Directory.Delete(lost, recursive: true);

        Copy(backup, restored);
        await using var again = await StartAsync(restored);
        using var sameHttp = HttpOf(again);
        var other = new MusicGenClient(sameHttp);

        Assert.Equal(corpus with { Intake = null }, (await other.Corpora.GetAsync(corpus.Id, Token)) with { Intake = null });
        Assert.Equal(TrainingPhase.Queued, (await other.Trainings.GetAsync(training.Id, Token)).Phase);
        await other.Corpora.UploadAsync(corpus.Id, [new("two.mid", MidiFiles.Melody(64, 65, 67))], Token);
        await other.Corpora.WatchAsync(corpus.Id, 2, Token).LastAsync(Token);
        Assert.Equal(2, (await other.Corpora.GetAsync(corpus.Id, Token)).Accepted);
        await again.StopAsync(Token);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories)) Directory.CreateDirectory(Path.Join(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories)) File.Copy(file, Path.Join(to, Path.GetRelativePath(from, file)));
    }

    private static async Task<WebApplication> StartAsync(string folder)
    {
        var app = RunningSilo.Build(folder);
        await app.StartAsync(Token);
        return app;
    }

    private static HttpClient HttpOf(WebApplication app) => new() { BaseAddress = new Uri(app.Urls.Single() + "/") };
}
