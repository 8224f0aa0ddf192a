using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Contracts.Datasets;
using MusicGen.Grains.Corpora;
using MusicGen.Music.Midi;
using MusicGen.Music.NoteFiles;
using MusicGen.Music.Scores;
using MusicGen.Music.Starter;
using MusicGen.Tests.Corpora;
using Orleans.Core.Internal;

namespace MusicGen.Grains.Tests.Corpora;

/// <summary>The way of an upload's files into a corpus, and what can come between.</summary>
public sealed class IngestionTests(GrainCluster cluster)
{
    private readonly OwnedKey _key = cluster.NewKey();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ICorpusGrain Corpus => cluster.Grains.GetGrain<ICorpusGrain>(_key.ToString());

    [Fact]
    public async Task Ingest_MoreFilesThanAPage_ReportsThemAllInTheirOrderOverPages()
    {
        var files = Melodies(300);
        await IngestAsync(files);

        var (names, cursor) = (new List<string>(), 0);
        for (Page<FileReport> page; ; cursor = int.Parse(page.Next))
        {
            page = (await Corpus.GetFiles(cursor, 47)).Value!;
            names.AddRange(page.Items.Select(report => report.Name));
            if (page.Next is null) break;
        }

        Assert.Equal(files.Select(file => file.Name), names);
        Assert.Equal(3, (await KeysAsync("pages")).Count);
    }

    [Fact]
    public async Task GetFiles_Query_GivesThoseThatAreWanted()
    {
        await IngestAsync([.. Melodies(200), ("bad.mid", MidiFiles.Damaged)]);
        await IngestAsync([("again.mid", Melodies(1)[0].Content), ("late.mid", MidiFiles.Melody(100, 101))]);

        var rejected = (await Corpus.GetFiles(0, 200, new FileQuery(FileOutcome.Rejected))).Value!;
        var second = (await Corpus.GetFiles(0, 200, new FileQuery(Ingestion: 2))).Value!;
        var rest = (await Corpus.GetFiles(1, 200, new FileQuery(Ingestion: 2))).Value!;
        var nothing = (await Corpus.GetFiles(0, 200, new FileQuery(Ingestion: 3))).Value!;

        Assert.Equal("bad.mid", Assert.Single(rejected.Items).Name);
        Assert.Null(rejected.Next);
        Assert.Equal(["again.mid", "late.mid"], second.Items.Select(report => report.Name));
        Assert.Equal(["late.mid"], rest.Items.Select(report => report.Name));
        Assert.Empty(nothing.Items);
    }

    [Fact]
    public async Task Ingest_BytesThatAreThere_AreNotStoredAgain()
    {
        var files = Melodies(10);
        await IngestAsync([.. files, .. files]);
        var packs = await KeysAsync("uploads");

        var again = await IngestAsync(files);

        Assert.Equal((10, 10), (again.Files, again.Duplicates));
        Assert.Equal(3, packs.Count);
        // The second upload has its list of files and its end, and no bytes.
        Assert.Equal(packs.Count + 2, (await KeysAsync("uploads")).Count);
    }

    [Fact]
    public async Task Ingest_BytesOfARejectedFile_AreADuplicateThatSaysWhy()
    {
        await IngestAsync(("bad.mid", MidiFiles.Damaged), ("worse.mid", MidiFiles.Damaged));

        var reports = (await Corpus.GetFiles(0, 10)).Value!.Items;

        Assert.Equal((FileOutcome.Duplicate, "bad.mid", reports[0].Sha256), (reports[1].Outcome, reports[1].Of, reports[1].OfSha256));
        Assert.Equal($"The same bytes as bad.mid, which is not in the corpus. {reports[0].Reason}", reports[1].Reason);
    }

    [Theory]
    [InlineData(NearDuplicates.Keep)]
    [InlineData(NearDuplicates.Drop)]
    public async Task Ingest_TransposedPiece_IsToldAndTreatedAsTheCorpusWants(NearDuplicates wish)
    {
        var (tune, other) = (StarterCorpus.Compose(1)[0].Score, StarterCorpus.Compose(1)[7].Score);
        await Corpus.Create(null, new IntakeSettings(wish));
        await IngestAsync(("tune.mid", MidiWriter.Write(tune)), ("other.mid", MidiWriter.Write(other)), ("higher.mid", MidiWriter.Write(Transpose(tune, 2))));

        var reports = (await Corpus.GetFiles(0, 10)).Value!.Items;

        Assert.Equal([null, null, "tune.mid"], reports.Select(report => report.Of));
        Assert.Equal([null, null, reports[0].Sha256], reports.Select(report => report.OfSha256));
        Assert.InRange(reports[2].Similarity!.Value, 0.9, 1);
        Assert.Equal(wish == NearDuplicates.Keep ? FileOutcome.Accepted : FileOutcome.NearDuplicate, reports[2].Outcome);
        var summary = (await Corpus.Get()).Value!;
        Assert.Equal(wish == NearDuplicates.Keep ? (3, 1, 0) : (2, 0, 1), (summary.Accepted, summary.Similar, summary.NearDuplicates));
        var recipe = (await Corpus.Freeze(new TokenizerSettings(TokenizerKind.NoteNames).Resolved())).Value!;
        var list = Encoding.UTF8.GetString((await cluster.Store.GetAsync($"corpora/{_key}/frozen/{recipe.Files}", Token))!.Content.Span);
        Assert.Equal(wish == NearDuplicates.Keep ? 2 : 1, list.Split($"\"group\":\"{reports[0].Sha256}\"").Length - 1);
    }

    [Fact]
    public async Task Freeze_PieceLikeTwoGroups_MakesThemOne()
    {
        var (one, two, other) = (StarterCorpus.Compose(1)[0].Score, StarterCorpus.Compose(1)[7].Score, StarterCorpus.Compose(1)[3].Score);
        await Corpus.Create(null);
        await IngestAsync(("one.mid", MidiWriter.Write(one)), ("two.mid", MidiWriter.Write(two)), ("other.mid", MidiWriter.Write(other)));
        await IngestAsync(("higher.mid", MidiWriter.Write(Transpose(two, 1))), ("medley.mid", MidiWriter.Write(After(one, two))));
        var reports = (await Corpus.GetFiles(0, 10)).Value!.Items;

        var recipe = (await Corpus.Freeze(new TokenizerSettings(TokenizerKind.NoteNames).Resolved())).Value!;

        var list = (await cluster.Store.GetAsync($"corpora/{_key}/frozen/{recipe.Files}", Token))!;
        var groups = JsonSerializer.Deserialize<FrozenFile[]>(list.Content.Span, ContractJson.Options)!.ToDictionary(file => file.Name, file => file.Group);
        Assert.Equal([null, null, null, "two.mid"], reports.Take(4).Select(report => report.Of));
        Assert.All(["one.mid", "two.mid", "higher.mid", "medley.mid"], name => Assert.Equal(reports[0].Sha256, groups[name]));
        Assert.Equal(reports[2].Sha256, groups["other.mid"]);
    }

    [Fact]
    public async Task Ingest_PieceThatAFilterTurnsAway_SaysWhichAndWhy()
    {
        await Corpus.Create(null, IntakeSettings.Everything with { MinNotes = 3 });
        await IngestAsync(("two.mid", MidiFiles.Melody(60, 62)), ("three.mid", MidiFiles.Melody(60, 62, 64)));

        var reports = (await Corpus.GetFiles(0, 10)).Value!.Items;

        Assert.Equal([FileOutcome.Filtered, FileOutcome.Accepted], reports.Select(report => report.Outcome));
        Assert.Equal("too-short", reports[0].Filter);
        Assert.Contains("3", reports[0].Reason, StringComparison.Ordinal);
        Assert.Equal(new NamedCount("too-short", 1), Assert.Single((await Corpus.GetStats()).Value!.Filters));
    }

    [Fact]
    public async Task Ingest_FileWithoutItsEnd_IsAcceptedWithItsRepairs()
    {
        var whole = MidiFiles.Melody(60, 62, 64);
        await IngestAsync(("whole.mid", whole), ("cut.mid", whole[..^4]));

        var reports = (await Corpus.GetFiles(0, 10, new FileQuery(Repaired: true))).Value!.Items;

        var report = Assert.Single(reports);
        Assert.Equal(("cut.mid", FileOutcome.Accepted, 3), (report.Name, report.Outcome, report.Notes));
        Assert.Equal(MidiReader.Read(whole.AsSpan()[..^4]).Repairs.Select(repair => (repair.Offset, repair.Sentence)), report.Repairs!.Select(repair => (repair.Offset, repair.Sentence)));
        Assert.Equal(1, (await Corpus.Get()).Value!.Repaired);
    }

    [Fact]
    public async Task GetStats_Pieces_CountsWhatTheyAre()
    {
        await IngestAsync([.. StarterCorpus.Compose(2).Take(6).Select(piece => (piece.FileName, MidiWriter.Write(piece.Score))), ("bad.mid", MidiFiles.Damaged)]);

        var stats = (await Corpus.GetStats()).Value!;

        Assert.Equal((await Corpus.Get()).Value, stats.Corpus);
        Assert.All([stats.Keys, stats.Meters, stats.Tempos], counts => Assert.Equal(6, counts.Sum(count => count.Count)));
        Assert.Contains(stats.Programs, count => count is { Name: "drums", Count: 6 });
        Assert.Equal(1, Assert.Single(stats.Reasons).Count);
    }

    [Fact]
    public async Task FindNotes_AcceptedFile_IsItsNoteFile()
    {
        await IngestAsync([.. Melodies(3), ("bad.mid", MidiFiles.Damaged)]);
        var reports = (await Corpus.GetFiles(0, 10)).Value!.Items;

        var place = (await Corpus.FindNotes(reports[1].Sha256))!;

        await using var notes = await cluster.Store.OpenAsync(place.Blob, place.Offset, place.Length, Token);
        using var text = new StreamReader(notes!);
        Assert.Equal(NoteFile.Write(MidiReader.Read(Melodies(3)[1].Content).Score), await text.ReadToEndAsync(Token));
        Assert.Null(await Corpus.FindNotes(reports[3].Sha256));
        Assert.Null(await Corpus.FindNotes(new string('0', 64)));
    }

    [Fact]
    public async Task Wake_PageWrittenButNotCounted_IsTakenOverWithoutReadingItsFiles()
    {
        await IngestAsync([.. Melodies(5), ("bad.mid", MidiFiles.Damaged)]);
        var (before, reports) = ((await Corpus.Get()).Value, (await Corpus.GetFiles(0, 10)).Value!.Items);
        await RewindAsync(files: 6);
        // Whoever read them again would find nothing.
        foreach (var key in (await KeysAsync("uploads")).Where(key => !key.EndsWith("files", StringComparison.Ordinal))) await cluster.Store.DeleteAsync(key, cancellationToken: Token);

        await Corpus.WakeIngestion(1);
        var summary = await Corpus.WatchIngestion(1, Token).LastAsync(Token);

        Assert.Equal(new IngestionSummary(_key.Id, 1, IngestionPhase.Succeeded, 6, 6, 5, 0, 1), summary);
        Assert.Equal(before, (await Corpus.Get()).Value);
        Assert.Equal(reports.Select(report => (report.Name, report.Outcome)), (await Corpus.GetFiles(0, 10)).Value!.Items.Select(report => (report.Name, report.Outcome)));
    }

    [Fact]
    public async Task Ingest_BytesGone_AreRejectedAndTheUploadEnds()
    {
        await IngestAsync(Melodies(2));
        await RewindAsync(files: 2);
        await cluster.Store.DeleteAsync($"corpora/{_key}/pages/000000000", cancellationToken: Token);
        foreach (var key in (await KeysAsync("uploads")).Where(key => !key.EndsWith("files", StringComparison.Ordinal))) await cluster.Store.DeleteAsync(key, cancellationToken: Token);

        await Corpus.WakeIngestion(1);
        var summary = await Corpus.WatchIngestion(1, Token).LastAsync(Token);

        Assert.Equal((IngestionPhase.Succeeded, 2), (summary.Phase, summary.Rejected));
        Assert.All((await Corpus.GetFiles(0, 10)).Value!.Items, report => Assert.StartsWith("Its bytes cannot be read from the store", report.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ingest_BytesGoneAndSentAgain_AreRead()
    {
        var melody = Melodies(1)[0].Content;
        await IngestAsync(("one.mid", melody), ("copy.mid", melody));
        await RewindAsync(files: 2);
        await cluster.Store.DeleteAsync($"corpora/{_key}/pages/000000000", cancellationToken: Token);
        foreach (var key in (await KeysAsync("uploads")).Where(key => !key.EndsWith("files", StringComparison.Ordinal))) await cluster.Store.DeleteAsync(key, cancellationToken: Token);
        await Corpus.WakeIngestion(1);
        await Corpus.WatchIngestion(1, Token).LastAsync(Token);

        // What is known must be read from the pages too.
        await Corpus.AsReference<IGrainManagementExtension>().DeactivateOnIdle(Token);
        await IngestAsync(("again.mid", melody));

        var reports = (await Corpus.GetFiles(0, 10)).Value!.Items;
        Assert.Equal(
            [("one.mid", FileOutcome.Rejected), ("copy.mid", FileOutcome.Rejected), ("again.mid", FileOutcome.Accepted)],
            reports.Select(report => (report.Name, report.Outcome)));
    }

    [Fact]
    public async Task Ingest_ListOfFilesGone_FailsWithAReasonAndTheNextUploadGoesOn()
    {
        await Corpus.Create(null, IntakeSettings.Everything);
        await Corpus.Ingest("nowhere", 3);

        var next = await IngestAsync(Melodies(1));

        var failed = (await Corpus.GetIngestion(1)).Value!;
        Assert.Equal((IngestionPhase.Failed, 3, 0, "The list of its files is not in the store."), (failed.Phase, failed.Files, failed.Done, failed.Reason));
        Assert.Equal((IngestionPhase.Succeeded, 1), (next.Phase, next.Accepted));
        Assert.Equal(0, (await Corpus.Get()).Value!.Ingesting);
    }

    [Fact]
    public async Task CancelIngestion_Running_KeepsTheReportsSoFarAndTheCountsAgree()
    {
        await Corpus.Create(null, IntakeSettings.Everything);
        await MidiFiles.UploadAsync(cluster.Store, cluster.Grains, _key, Melodies(3000), Token);

        await Corpus.CancelIngestion(1);
        var ended = await Corpus.WatchIngestion(1, Token).LastAsync(Token);
        var next = await IngestAsync(Melodies(1));

        Assert.Equal(IngestionPhase.Canceled, ended.Phase);
        Assert.InRange(ended.Done, 0, 2999);
        Assert.Equal(ended.Done + 1, (await Corpus.Get()).Value!.Files);
        Assert.Equal(ended.Done, await CountAsync(1));
        Assert.Equal((IngestionPhase.Succeeded, 1), (next.Phase, next.Done));
        Assert.Equal(ended, (await Corpus.CancelIngestion(1)).Value);
    }

    [Fact]
    public async Task CancelIngestion_Ended_IsLeftAsItIs()
    {
        var ended = await IngestAsync(Melodies(1));

        Assert.Equal(ended, (await Corpus.CancelIngestion(1)).Value);
        Assert.Equal("ingestion-not-found", (await Corpus.CancelIngestion(2)).Problem?.Code);
    }

    [Fact]
    public async Task Dispose_UploadThatWasNotHandedOver_LeavesNothing()
    {
        await Corpus.Create(null);
        await using (var upload = new UploadWriter(cluster.Store, cluster.Grains, _key, TimeProvider.System))
        {
            // Two of them do not fit one pack.
            await upload.AddAsync("large.mid", new byte[5 << 20], Token);
            await upload.AddAsync("larger.mid", new byte[6 << 20], Token);
            Assert.Single(await KeysAsync("uploads"));
        }

        Assert.Empty(await KeysAsync("uploads"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // between its list of files and its hand-over
    public async Task Ingest_AfterACrashDuringAnOldUpload_ClearsItsBytesAway(bool isListed)
    {
        var (old, young) = (DateTimeOffset.UnixEpoch.ToUnixTimeSeconds(), TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        foreach (var start in new[] { old, young }) await cluster.Store.PutAsync($"corpora/{_key}/uploads/{start:d11}-00/00000", new byte[1], cancellationToken: Token);
        if (isListed) await UploadManifest.WriteAsync(cluster.Store, $"corpora/{_key}", $"{old:d11}-00", [new WaitingFile("a.mid", "", 1, Pack: 0)], Token);

        await IngestAsync(Melodies(1));

        await Eventually.IsAsync(async () => !(await KeysAsync("uploads")).Any(key => key.Contains($"/{old:d11}-", StringComparison.Ordinal)));
        Assert.Contains(await KeysAsync("uploads"), key => key.Contains($"/{young:d11}-00", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ingest_AfterAnOldUploadThatEnded_KeepsItsBytes()
    {
        var old = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        await Corpus.Create(null, IntakeSettings.Everything);
        await using (var upload = new UploadWriter(cluster.Store, cluster.Grains, _key, old))
        {
            await upload.AddAsync("old.mid", MidiFiles.Melody(100), Token);
            await upload.HandOverAsync(Token);
        }
        await Corpus.WatchIngestion(1, Token).LastAsync(Token);
        var kept = await KeysAsync("uploads");
        await Corpus.AsReference<IGrainManagementExtension>().DeactivateOnIdle(Token);
        await cluster.Store.PutAsync($"corpora/{_key}/uploads/00000000000-00/00000", new byte[1], cancellationToken: Token);

        await IngestAsync(Melodies(1));

        // What was left behind goes, and that only.
        await Eventually.IsAsync(async () => !(await KeysAsync("uploads")).Any(key => key.Contains("/00000000000-00/", StringComparison.Ordinal)));
        Assert.Equal(kept, (await KeysAsync("uploads")).Where(key => key.Contains("/00000000000-", StringComparison.Ordinal)));
    }

    private static (string Name, byte[] Content)[] Melodies(int count) =>
        [.. Enumerable.Range(0, count).Select(number => ($"{number}.mid", MidiFiles.Melody(number / 100, number % 100)))];

    private static Score Transpose(Score score, int semitones) => new(
        score.TicksPerQuarter,
        [.. score.Tracks.Select(track => new Track(
            track.Name, track.Program,
            [.. track.Notes.Select(note => note.Channel == Track.DrumChannel ? note : note with { Pitch = note.Pitch + semitones })]))],
        score.Tempos, score.Meters);

    /// <summary>One piece behind another, part by part.</summary>
    private static Score After(Score first, Score second)
    {
        var end = first.Tracks.SelectMany(track => track.Notes).Max(note => note.End.Value);
        return new Score(
            first.TicksPerQuarter,
            [.. first.Tracks, .. second.Tracks.Select(track => new Track(track.Name, track.Program, [.. track.Notes.Select(note => note with { Onset = new Ticks(note.Onset.Value + end) })]))],
            first.Tempos, first.Meters);
    }

    /// <summary>Puts the state back to where an upload of one page was handed over and nothing counted, as a crash behind its page leaves it.</summary>
    private async Task RewindAsync(int files)
    {
        var upload = (await KeysAsync("uploads"))[0].Split('/')[^2];
        await Corpus.AsReference<IGrainManagementExtension>().DeactivateOnIdle(Token);
        var blob = (await cluster.Store.GetAsync($"state/corpus/{_key}", Token))!;
        var state = JsonSerializer.Deserialize<CorpusState>(blob.Content.Span, ContractJson.Options)!;
        state = state with { Files = new OutcomeCounts(), Tally = new CorpusTally(), Open = [new OpenUpload(upload, 1, files, new OutcomeCounts())] };
        await cluster.Store.PutAsync($"state/corpus/{_key}", JsonSerializer.SerializeToUtf8Bytes(state, ContractJson.Options), cancellationToken: Token);
        await cluster.Store.DeleteAsync($"corpora/{_key}/ingestions/1", cancellationToken: Token);
    }

    private async Task<int> CountAsync(int ingestion)
    {
        var (count, cursor) = (0, "0");
        while (cursor is not null)
        {
            var page = (await Corpus.GetFiles(int.Parse(cursor), 200, new FileQuery(Ingestion: ingestion))).Value!;
            (count, cursor) = (count + page.Items.Count, page.Next);
        }
        return count;
    }

    private async Task<List<string>> KeysAsync(string folder) =>
        await cluster.Store.ListAsync($"corpora/{_key}/{folder}/", cancellationToken: Token).Select(blob => blob.Key).ToListAsync(Token);

    private async Task<IngestionSummary> IngestAsync(params (string Name, byte[] Content)[] files)
    {
        await MidiFiles.IngestAsync(cluster.Store, cluster.Grains, _key, files, Token);
        return (await Corpus.GetIngestion((await Corpus.Get()).Value!.Ingestions)).Value!;
    }
}
