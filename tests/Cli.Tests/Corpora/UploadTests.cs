using System.Globalization;
using System.IO.Compression;
using System.Text;
using MusicGen.Contracts.Corpora;
using MusicGen.Music.Midi;
using MusicGen.Music.Scores;

namespace MusicGen.Cli.Tests.Corpora;

[Collection(typeof(ServiceTests))]
public sealed class UploadTests(RunningService service)
{
    private static readonly byte[] NoMidi = Encoding.ASCII.GetBytes("This is no MIDI file.");

    [Fact]
    public async Task Upload_FilesOfEveryOutcome_TellsEachRejectedOneWithItsReason()
    {
        using var folder = new TestFolder().WithPieces(2).With("sub/broken.MID", NoMidi).With("notes.txt", NoMidi);
        folder.With("twice.kar", await File.ReadAllBytesAsync(Directory.EnumerateFiles(folder.Path, "01-*").Single(), TestContext.Current.CancellationToken));
        folder.With("huge.mid", new byte[UploadLimits.FileBytes + 1]);

        var outcome = (await service.RunAsync("upload", folder.Path)).Done();

        Assert.Contains("Files: 5 found, 2 accepted, 1 duplicates, 2 rejected.", outcome.Lines);
        Assert.Contains("  huge.mid: It is larger than 16 MB, which no MIDI file of music is.", outcome.Lines);
        Assert.Matches(@"^  sub/broken\.MID: [A-Z].+\. \(byte 0\)$", Assert.Single(outcome.Lines, line => line.StartsWith("  sub/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Upload_MoreRejectedFilesThanAreShown_CountsTheRestUnlessAskedForAll()
    {
        using var folder = new TestFolder().WithPieces(1);
        for (var i = 0; i < 23; i++) folder.With($"broken-{i:00}.mid", [.. NoMidi, (byte)i]);

        var some = (await service.RunAsync("upload", folder.Path)).Done();
        var all = (await service.RunAsync("upload", folder.Path, "--all")).Done();

        Assert.Equal(20, some.Lines.Count(line => line.StartsWith("  broken-", StringComparison.Ordinal)));
        Assert.Single(some.Lines, line => line.StartsWith("  and 3 more: --all shows them", StringComparison.Ordinal));
        Assert.Equal(23, all.Lines.Count(line => line.StartsWith("  broken-", StringComparison.Ordinal)));
        Assert.DoesNotContain(all.Lines, line => line.Contains("more", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Upload_IntoACorpusThatExists_TellsOnlyWhatItAdded()
    {
        using var first = new TestFolder().WithPieces(2).With("old.mid", NoMidi);
        using var second = new TestFolder().WithPieces(2, skip: 1).With("new.mid", [.. NoMidi, 1]);
        var corpus = (await service.RunAsync("upload", first.Path, "--json")).Done().Json<Uploaded>().Corpus.Id;

        var added = (await service.RunAsync("upload", second.Path, "--corpus", corpus, "--json")).Done().Json<Uploaded>();

        Assert.Equal((corpus, 3, 1, 1), (added.Corpus.Id, added.Files, added.Accepted, added.Duplicates));
        Assert.Equal("new.mid", Assert.Single(added.Rejected).Name);
        Assert.Equal((6, 3), (added.Corpus.Files, added.Corpus.Accepted));
    }

    [Fact]
    public async Task Upload_ZipFolderAndFile_GoIntoOneCorpus()
    {
        using var zipped = new TestFolder().WithPieces(3).With("readme.txt", NoMidi);
        using var folder = new TestFolder().WithPieces(2, skip: 2);
        var archive = Path.Join(folder.Path, "my.zip");
        await ZipFile.CreateFromDirectoryAsync(zipped.Path, archive, TestContext.Current.CancellationToken);

        var outcome = (await service.RunAsync("upload", archive, folder.Path)).Done();
        var again = (await service.RunAsync("upload", archive, "--corpus", outcome.Lines.Single(line => line.StartsWith("Corpus ", StringComparison.Ordinal)).Split(' ')[1])).Done();

        Assert.Contains("my.zip: 4 files read", outcome.Lines);
        Assert.Contains("Files: 6 found, 4 accepted, 1 duplicates, 1 rejected.", outcome.Lines);
        Assert.Contains(outcome.Lines, line => line.StartsWith("  readme.txt: It is no MIDI file", StringComparison.Ordinal));
        Assert.Contains("Files: 4 found, 0 accepted, 3 duplicates, 1 rejected.", again.Lines);
    }

    [Fact]
    public async Task Upload_FilesThatAreFilteredAndMuchAlike_AddUp()
    {
        using var folder = new TestFolder().WithPieces(2);
        var piece = MidiReader.Read(await File.ReadAllBytesAsync(Directory.EnumerateFiles(folder.Path, "01-*").Single(), TestContext.Current.CancellationToken)).Score;
        folder.With("zz-slower.mid", MidiWriter.Write(new Score(piece.TicksPerQuarter, piece.Tracks, [new Tempo(new Ticks(0), 900_000)], piece.Meters)));
        folder.With("zz-two.mid", MidiWriter.Write(new Score(96, [new Track(null, 0, [new Note(new Ticks(0), new Ticks(96), 60, 64, 0), new Note(new Ticks(96), new Ticks(96), 64, 64, 0)])])));

        var outcome = (await service.RunAsync("upload", folder.Path, "--near-duplicates", "drop")).Done();

        Assert.Contains("Files: 4 found, 2 accepted, 0 duplicates, 1 near-duplicates, 1 filtered, 0 rejected.", outcome.Lines);
    }

    [Fact]
    public async Task Upload_ArchiveLargerThanTheServiceTakes_IsRefusedBeforeACorpusIsMade()
    {
        using var folder = new TestFolder().With("large.zip", []);
        var archive = Path.Join(folder.Path, "large.zip");
        await using (var file = File.OpenWrite(archive)) file.SetLength(UploadLimits.RequestBytes + 1);
        var before = (await service.RunAsync("corpora", "--json")).Done().Json<CorpusSummary[]>();

        var outcome = await service.RunAsync("upload", archive);

        outcome.IsRefused(2, "large.zip is larger than 512 MB, the most that an archive may have: unpack it and upload the folder, or divide it.");
        Assert.Equal(before, (await service.RunAsync("corpora", "--json")).Done().Json<CorpusSummary[]>());
    }

    [Fact]
    public async Task Upload_FiltersThatCannotBe_AreAllNamed()
    {
        using var folder = new TestFolder().WithPieces(1);

        var outcome = await service.RunAsync("upload", folder.Path, "--min-notes", "0", "--max-silence", "2");

        Assert.Equal(2, outcome.Code);
        Assert.Contains("MinNotes", outcome.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("silence", outcome.Errors, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Delete_Corpus_AsksForYesAndThenItIsGone()
    {
        using var folder = new TestFolder().WithPieces(2);
        var corpus = (await service.RunAsync("upload", folder.Path, "--json")).Done().Json<Uploaded>().Corpus.Id;

        var asked = await service.RunAsync("delete", corpus);
        var deleted = (await service.RunAsync("delete", corpus, "--yes")).Done();
        var again = await service.RunAsync("delete", corpus, "--yes");

        asked.IsRefused(2, $"Corpus {corpus} with 2 files would be gone for good: add --yes to delete it.");
        Assert.Equal([$"Corpus {corpus} with 2 files is deleted."], deleted.Lines);
        again.IsRefused(2, $"There is no corpus '{corpus}'.");
    }

    [Fact]
    public async Task CancelUpload_OneThatHasEnded_SaysSoAndOneThatIsNot_IsRefused()
    {
        using var folder = new TestFolder().WithPieces(2);
        var corpus = (await service.RunAsync("upload", folder.Path, "--json")).Done().Json<Uploaded>().Corpus.Id;

        var ended = (await service.RunAsync("cancel-upload", corpus, "1")).Done();
        var unknown = await service.RunAsync("cancel-upload", corpus, "2");

        Assert.Equal([$"Upload 1 of corpus {corpus} is succeeded: 2 of 2 files were read."], ended.Lines);
        unknown.IsRefused(2, $"Corpus '{corpus}' has no upload 2.");
    }

    [Fact]
    public async Task Files_OfAnOutcome_AreThoseAlone()
    {
        using var folder = new TestFolder().WithPieces(2).With("broken.mid", NoMidi);
        var corpus = (await service.RunAsync("upload", folder.Path, "--json")).Done().Json<Uploaded>().Corpus.Id;

        var rejected = (await service.RunAsync("files", corpus, "--outcome", "rejected", "--json")).Done().Json<FileReport[]>();
        var stats = (await service.RunAsync("stats", corpus, "--json")).Done().Json<CorpusStats>();

        Assert.Equal("broken.mid", Assert.Single(rejected).Name);
        Assert.Equal((2, 1, 2), (stats.Corpus.Accepted, stats.Corpus.Rejected, stats.Keys.Sum(key => key.Count)));
    }

    [Fact]
    public async Task Upload_FileByItself_IsTakenWhateverItsEnding()
    {
        using var folder = new TestFolder().With("tune.txt", NoMidi);

        var outcome = await service.RunAsync("upload", Path.Join(folder.Path, "tune.txt"));

        Assert.Equal(1, outcome.Code);
        Assert.Contains("Files: 1 found, 0 accepted, 0 duplicates, 1 rejected.", outcome.Lines);
    }

    [Fact]
    public async Task Upload_FileThatCannotBeRead_IsRejectedAndTheOthersGoOn()
    {
        using var folder = new TestFolder().WithPieces(1);
        folder.WithShell("ln -s gone.mid 00.mid; ln -s . self; mkfifo 0.mid 0.zip; touch \"$(printf 'a\\377').mid\"");

        var outcome = (await service.RunAsync("upload", "nowhere.zip", Path.Join(folder.Path, "0.zip"), folder.Path)).Done();

        Assert.Contains("Files: 6 found, 1 accepted, 0 duplicates, 5 rejected.", outcome.Lines);
        Assert.Contains("  nowhere.zip: There is no such file or folder.", outcome.Lines);
        Assert.Contains("  0.zip: It is not a regular file but a pipe, a device or the like.", outcome.Lines);
        Assert.Contains("  0.mid: It is not a regular file but a pipe, a device or the like.", outcome.Lines);
        Assert.Single(outcome.Lines, line => line.StartsWith("  00.mid: Could not find file", StringComparison.Ordinal));
        Assert.Contains("  a\uFFFD.mid: Its name is not UTF-8, so that it cannot be opened: rename it.", outcome.Lines);
    }

    [Fact]
    public async Task Upload_MoreFilesThanOneBatch_CountsUp()
    {
        using var folder = new TestFolder();
        for (var i = 0; i < 1001; i++) folder.With($"{i:000}.mid", Encoding.ASCII.GetBytes(i.ToString(CultureInfo.InvariantCulture)));

        var outcome = await service.RunAsync("upload", folder.Path);

        Assert.Equal(["1,000 of 1,001 files read", "1,001 of 1,001 files read"], outcome.Lines[..2]);
    }

    [Fact]
    public async Task Upload_FolderWithoutMidi_IsRefusedBeforeACorpusIsMade()
    {
        using var folder = new TestFolder().With("notes.txt", NoMidi);
        var before = (await service.RunAsync("corpora", "--json")).Done().Json<CorpusSummary[]>();

        var outcome = await service.RunAsync("upload", folder.Path);

        outcome.IsRefused(2, $"There is no MIDI file (.mid, .midi, .smf, .kar, .rmi) in {folder.Path}.");
        Assert.Equal(before, (await service.RunAsync("corpora", "--json")).Done().Json<CorpusSummary[]>());
    }

    [Fact]
    public async Task Upload_IntoAnUnknownCorpus_IsTheServicesSentence()
    {
        using var folder = new TestFolder().WithPieces(1);

        (await service.RunAsync("upload", folder.Path, "--corpus", "nowhere")).IsRefused(2, "There is no corpus 'nowhere'.");
    }

    [Fact]
    public async Task Upload_NameThatTheServiceRefuses_IsTheServicesSentence()
    {
        using var folder = new TestFolder().WithPieces(1);

        (await service.RunAsync("upload", folder.Path, "--name", new string('x', 101))).IsRefused(2, "A name has 1 to 100 characters and no control characters.");
    }

    [Fact]
    public async Task Files_OfAnUnknownCorpus_IsTheServicesSentence() =>
        (await service.RunAsync("files", "nowhere")).IsRefused(2, "There is no corpus 'nowhere'.");

    private sealed record Uploaded(CorpusSummary Corpus, int Files, int Accepted, int Duplicates, FileReport[] Rejected);
}
