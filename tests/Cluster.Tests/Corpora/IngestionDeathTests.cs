using System.Security.Cryptography;
using System.Text;
using MusicGen.Client.Corpora;
using MusicGen.Cluster.Tests.Processes;
using MusicGen.Contracts.Corpora;
using MusicGen.Music.Midi;
using MusicGen.Music.Starter;

namespace MusicGen.Cluster.Tests.Corpora;

/// <summary>The service dies while it reads an upload.</summary>
public sealed class IngestionDeathTests
{
    private const int Seeds = 8;

    /// <summary>Makes so many pages that a fast machine has some left after each look.</summary>
    private const int ManySeeds = 30;

    [Fact]
    public async Task Start_AfterKillRightBehindAnAcknowledgedUpload_ReadsEveryFileOnce()
    {
        MidiFile[] good = [.. Enumerable.Range(1, Seeds).SelectMany(seed => StarterCorpus.Compose((ulong)seed)
            .Select(piece => new MidiFile($"{seed}/{piece.FileName}", MidiWriter.Write(piece.Score))))];
        MidiFile[] again = [.. good.Where((_, index) => index % 10 == 0).Select(file => file with { Name = "again/" + file.Name })];
        MidiFile[] broken = [.. good.Where((_, index) => index % 15 == 0).Select(file => new MidiFile("broken/" + file.Name, Encoding.UTF8.GetBytes($"No music: {file.Name}")))];
        MidiFile[] files = [.. good, .. again, .. broken];
        var distinct = good.Select(HashOf).Distinct().Count();

        using var data = new TemporaryFolder();
        string corpus;
        IngestionSummary upload, atDeath;
        await using (var first = await SiloProcess.StartAsync(data))
        {
            corpus = (await first.Client.Corpora.CreateAsync(new CreateCorpus(), cancellationToken: Patience.Token)).Id;
            upload = await first.Client.Corpora.UploadAsync(corpus, files, Patience.Token);
            atDeath = await first.Client.Corpora.WatchAsync(corpus, upload.Number, Patience.Token)
                .FirstAsync(progress => progress.Done > 0, Patience.Token);
            await first.KillAsync();
        }

        await using var second = await SiloProcess.StartAsync(data);
        var progress = await second.Client.Corpora.WatchAsync(corpus, upload.Number, Patience.Token).ToListAsync(Patience.Token);
        var reports = await ReportsAsync(second, corpus);
        var summary = await second.Client.Corpora.GetAsync(corpus, Patience.Token);

        Assert.Equal(IngestionPhase.Running, atDeath.Phase);
        var duplicates = good.Length + again.Length - distinct;
        Assert.Equal(
            new IngestionSummary(corpus, upload.Number, IngestionPhase.Succeeded, files.Length, files.Length, distinct, duplicates, broken.Length),
            progress[^1]);
        Assert.All(progress, step => Assert.InRange(step.Done, atDeath.Done, files.Length));
        Assert.Equal(files.Select(file => (file.Name, HashOf(file))), reports.Select(report => (report.Name, report.Sha256)));
        Assert.All(reports, report => Assert.Equal(report.Name.StartsWith("broken/", StringComparison.Ordinal), report.Outcome == FileOutcome.Rejected));
        Assert.Equal((files.Length, distinct, broken.Length, 0), (summary.Files, summary.Accepted, summary.Rejected, summary.Ingesting));
        Assert.Equal(reports.Where(report => report.Outcome == FileOutcome.Accepted).Sum(report => (long)report.Notes), summary.Notes);
    }

    [Fact]
    public async Task Start_AfterSeveralKillsWithinOneIngestion_EndsAsIfThereHadBeenNone()
    {
        MidiFile[] files = [.. Enumerable.Range(1, ManySeeds).SelectMany(seed => StarterCorpus.Compose((ulong)seed)
            .Select(piece => new MidiFile($"{seed}/{piece.FileName}", MidiWriter.Write(piece.Score))))];
        using var unbrokenData = new TemporaryFolder();
        using var data = new TemporaryFolder();
        CorpusStats unbroken;
        List<FileReport> expected;
        await using (var silo = await SiloProcess.StartAsync(unbrokenData))
        {
            var corpus = (await silo.Client.Corpora.CreateAsync(new CreateCorpus("corpus"), "one", Patience.Token)).Id;
            await silo.Client.Corpora.UploadAsync(corpus, files, Patience.Token);
            await silo.Client.Corpora.WatchAsync(corpus, 1, Patience.Token).LastAsync(Patience.Token);
            (expected, unbroken) = (await ReportsAsync(silo, corpus), await silo.Client.Corpora.StatsAsync(corpus, Patience.Token));
        }

        var (kills, done, id) = (0, 0, "");
        for (var ended = false; !ended;)
        {
            await using var silo = await SiloProcess.StartAsync(data);
            id = (await silo.Client.Corpora.CreateAsync(new CreateCorpus("corpus"), "one", Patience.Token)).Id;
            if ((await silo.Client.Corpora.GetAsync(id, Patience.Token)).Ingestions == 0) await silo.Client.Corpora.UploadAsync(id, files, Patience.Token);
            var before = done;
            await foreach (var progress in silo.Client.Corpora.WatchAsync(id, 1, Patience.Token))
            {
                Assert.InRange(progress.Done, done, files.Length);
                (done, ended) = (progress.Done, progress.Phase != IngestionPhase.Running);
                if (done > before) break;
            }
            if (ended) break;
            await silo.KillAsync();
            kills++;
        }
        await using var last = await SiloProcess.StartAsync(data);
        var reports = await ReportsAsync(last, id);
        var stats = await last.Client.Corpora.StatsAsync(id, Patience.Token);

        Assert.InRange(kills, 2, files.Length);
        Assert.Equal(files.Length, reports.Count);
        Assert.Equivalent(expected, reports, strict: true);
        Assert.Equivalent(unbroken with { Corpus = stats.Corpus }, stats, strict: true);
        Assert.Equal(unbroken.Corpus with { CreatedAt = stats.Corpus.CreatedAt }, stats.Corpus);
    }

    private static async Task<List<FileReport>> ReportsAsync(SiloProcess silo, string corpus)
    {
        var reports = new List<FileReport>();
        string? cursor = null;
        do
        {
            var page = await silo.Client.Corpora.FilesAsync(corpus, cursor, cancellationToken: Patience.Token);
            reports.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return reports;
    }

    private static string HashOf(MidiFile file) => Convert.ToHexStringLower(SHA256.HashData(file.Content.Span));
}
