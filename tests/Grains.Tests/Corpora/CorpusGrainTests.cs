using System.Security.Cryptography;
using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Contracts.Datasets;
using MusicGen.Grains.Corpora;
using MusicGen.Tests.Corpora;

namespace MusicGen.Grains.Tests.Corpora;

public sealed class CorpusGrainTests(GrainCluster cluster)
{
    private readonly OwnedKey _key = cluster.NewKey();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ICorpusGrain Corpus => cluster.Grains.GetGrain<ICorpusGrain>(_key.ToString());

    [Fact]
    public async Task AnyMember_BeforeCreate_SaysThatThereIsNoCorpus()
    {
        var problems = new[]
        {
            (await Corpus.Get()).Problem, (await Corpus.GetStats()).Problem, (await Corpus.Ingest("upload", 1)).Problem, (await Corpus.GetIngestion(1)).Problem,
            (await Corpus.CancelIngestion(1)).Problem, (await Corpus.GetFiles(0, 1)).Problem, (await Corpus.Freeze(new TokenizerSettings())).Problem,
        };

        Assert.All(problems, problem =>
        {
            Assert.Equal("corpus-not-found", problem?.Code);
            Assert.Equal($"There is no corpus '{_key.Id}'.", problem?.Detail);
        });
    }

    [Fact]
    public async Task Create_Twice_KeepsTheFirst()
    {
        var first = await Corpus.Create("Jazz");

        var second = await Corpus.Create("Blues");

        Assert.Equal("Jazz", first.Name);
        Assert.Equal(first, second);
        Assert.Equal(first, (await Corpus.Get()).Value);
    }

    [Fact]
    public async Task Create_WithoutAName_IsCalledByItsId() => Assert.Equal(_key.Id, (await Corpus.Create(null)).Name);

    [Fact]
    public async Task Ingest_NoFiles_IsRefused()
    {
        await Corpus.Create(null);

        Assert.Equal("upload-empty", (await Corpus.Ingest("upload", 0)).Problem?.Code);
    }

    [Fact]
    public async Task Ingest_FilesOfEveryKind_GetReportsInTheirOrder()
    {
        await IngestAsync(
            ("one.mid", MidiFiles.Melody(60, 64)),
            ("damaged.mid", MidiFiles.Damaged),
            ("again.mid", MidiFiles.Melody(60, 64)),
            ("silent.mid", MidiFiles.Silence),
            ("two.mid", MidiFiles.Melody(62)));

        var reports = (await Corpus.GetFiles(0, 10)).Value!.Items;

        Assert.Equal(["one.mid", "damaged.mid", "again.mid", "silent.mid", "two.mid"], reports.Select(report => report.Name));
        Assert.Equal(
            [FileOutcome.Accepted, FileOutcome.Rejected, FileOutcome.Duplicate, FileOutcome.Rejected, FileOutcome.Accepted],
            reports.Select(report => report.Outcome));
        Assert.Equal((2, 1.0), (reports[0].Notes, reports[0].DurationSeconds));
        Assert.Equal("The same bytes as one.mid.", reports[2].Reason);
        Assert.Equal("It is a MIDI file without a single note.", reports[3].Reason);
    }

    [Fact]
    public async Task Ingest_DamagedFile_ReportSaysWhatAndWhere()
    {
        await IngestAsync(("damaged.mid", MidiFiles.Damaged));

        var report = Assert.Single((await Corpus.GetFiles(0, 10)).Value!.Items);

        var expected = Assert.Throws<Music.Midi.MidiFormatException>(() => Music.Midi.MidiReader.Read(MidiFiles.Damaged));
        Assert.Equal((expected.Reason, expected.Offset), (report.Reason, report.Offset));
    }

    [Fact]
    public async Task Ingest_ASecondUpload_HasItsOwnNumberAndFindsDuplicatesOfTheFirst()
    {
        await IngestAsync(("one.mid", MidiFiles.Melody(60)));

        var second = await IngestAsync(("same.mid", MidiFiles.Melody(60)), ("two.mid", MidiFiles.Melody(61)));

        Assert.Equal(new IngestionSummary(_key.Id, 2, IngestionPhase.Succeeded, Files: 2, Done: 2, Accepted: 1, Duplicates: 1, Rejected: 0), second);
        Assert.Equal(second, (await Corpus.GetIngestion(2)).Value);
        var corpus = (await Corpus.Get()).Value!;
        Assert.Equal(
            (3, 2, 1, 0, 2L, 2, 0),
            (corpus.Files, corpus.Accepted, corpus.Duplicates, corpus.Rejected, corpus.Notes, corpus.Ingestions, corpus.Ingesting));
    }

    [Fact]
    public async Task GetFiles_MoreThanAPage_GoesOnAtTheCursor()
    {
        await IngestAsync([.. Enumerable.Range(0, 5).Select(number => ($"{number}.mid", MidiFiles.Melody(60 + number)))]);

        var first = (await Corpus.GetFiles(0, 2)).Value!;
        var last = (await Corpus.GetFiles(3, 2)).Value!;

        Assert.Equal((2, "2"), (first.Items.Count, first.Next));
        Assert.Equal(["3.mid", "4.mid"], last.Items.Select(report => report.Name));
        Assert.Null(last.Next);
        Assert.Empty((await Corpus.GetFiles(int.MaxValue, int.MaxValue)).Value!.Items);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public async Task GetIngestion_UnknownNumber_IsNotFound(int number)
    {
        await IngestAsync(("one.mid", MidiFiles.Melody(60)));

        Assert.Equal("ingestion-not-found", (await Corpus.GetIngestion(number)).Problem?.Code);
    }

    [Fact]
    public async Task Freeze_AcceptedFiles_AreOrderedByHash()
    {
        var good = Enumerable.Range(0, 6).Select(number => ($"{number}.mid", MidiFiles.Melody(60 + number)));
        await IngestAsync([.. good, ("bad.mid", MidiFiles.Damaged), ("dup.mid", MidiFiles.Melody(60))]);
        var tokenizer = new TokenizerSettings(TokenizerKind.NoteNames, NoteNames: new NoteNamesSettings(PartSelection.First, 8, true));

        var recipe = (await Corpus.Freeze(tokenizer)).Value!;

        var list = (await cluster.Store.GetAsync($"corpora/{_key}/frozen/{recipe.Files}", Token))!;
        var files = JsonSerializer.Deserialize<FrozenFile[]>(list.Content.Span, ContractJson.Options)!;
        Assert.Equal(recipe.Files, Convert.ToHexStringLower(SHA256.HashData(list.Content.Span)));
        Assert.Equal(6, files.Length);
        Assert.Equal(files.Select(file => file.Sha256).Order(StringComparer.Ordinal), files.Select(file => file.Sha256));
        Assert.All(files, file => Assert.Equal(file.Sha256, file.Group));
        Assert.Equal((tokenizer, $"corpora/{_key}"), (recipe.Tokenizer, recipe.FilesPrefix));
    }

    [Fact]
    public async Task Freeze_NothingAccepted_IsRefused()
    {
        await IngestAsync(("bad.mid", MidiFiles.Damaged));

        Assert.Equal("corpus-without-music", (await Corpus.Freeze(new TokenizerSettings())).Problem?.Code);
    }

    private async Task<IngestionSummary> IngestAsync(params (string Name, byte[] Content)[] files)
    {
        await MidiFiles.IngestAsync(cluster.Store, cluster.Grains, _key, files, Token);
        return (await Corpus.GetIngestion((await Corpus.Get()).Value!.Ingestions)).Value!;
    }
}
