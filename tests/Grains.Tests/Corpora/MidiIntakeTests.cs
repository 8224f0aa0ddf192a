using Microsoft.Extensions.Logging.Abstractions;
using MusicGen.Contracts.Corpora;
using MusicGen.Grains.Computing;
using MusicGen.Grains.Corpora;
using MusicGen.Grains.Tests.Computing;
using MusicGen.Grains.Tests.Storage;
using MusicGen.Storage.Local;
using MusicGen.Tests.Corpora;

namespace MusicGen.Grains.Tests.Corpora;

public sealed class MidiIntakeTests : IDisposable
{
    private const string Prefix = "corpora/someone/jazz";

    private readonly TestFolder _folder = new();
    private readonly CpuPool _cpu = new();
    private readonly SteppedClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, new[] { 100 }, FileOutcome.Accepted)]
    [InlineData(4, new[] { 100, 200, 400, 800 }, FileOutcome.Accepted)]
    [InlineData(5, new[] { 100, 200, 400, 800 }, FileOutcome.Rejected)]
    public async Task Read_BadSpotInAStoreThatWorks_IsAskedForAgainAfterLongerAndLongerPauses(int failures, int[] pauses, FileOutcome outcome)
    {
        var (store, midi) = (new UnreliableBlobStore(new LocalBlobStore(_folder.Path)), MidiFiles.Melody(60));
        await store.PutAsync(CorpusBlobs.Pack(Prefix, "upload", 0), midi, cancellationToken: Token);
        await store.PutAsync(CorpusBlobs.Manifest(Prefix, "upload"), "[]"u8.ToArray(), cancellationToken: Token);
        using var intake = new MidiIntake(store, _cpu, _clock, NullLogger<MidiIntake>.Instance);
        store.BeforeOpen = key => key == CorpusBlobs.Pack(Prefix, "upload", 0) && failures-- > 0 ? Task.FromException(new IOException("The disk has a bad spot.")) : Task.CompletedTask;

        var reading = intake.ReadAsync(Prefix, "upload", new WaitingFile("a.mid", "", midi.Length, Pack: 0), IntakeSettings.Everything, Token);
        foreach (var milliseconds in pauses)
        {
            var pause = await _clock.NextPauseAsync(Token);
            Assert.Equal(milliseconds, pause.TotalMilliseconds);
            _clock.Advance(pause);
        }
        var report = (await reading)!.Report;

        Assert.Equal(outcome, report.Outcome);
        Assert.Equal(outcome == FileOutcome.Rejected, report.Reason?.StartsWith("Its bytes cannot be read from the store", StringComparison.Ordinal) ?? false);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Read_StoreThatFailsAltogether_IsNoFaultOfTheFile(int attempt)
    {
        var (store, midi) = (new UnreliableBlobStore(new LocalBlobStore(_folder.Path)), MidiFiles.Melody(60));
        await store.PutAsync(CorpusBlobs.Pack(Prefix, "upload", 0), midi, cancellationToken: Token);
        await store.PutAsync(CorpusBlobs.Manifest(Prefix, "upload"), "[]"u8.ToArray(), cancellationToken: Token);
        using var intake = new MidiIntake(store, _cpu, _clock, NullLogger<MidiIntake>.Instance);
        var reads = 0;
        store.BeforeOpen = key =>
        {
            var isPack = key == CorpusBlobs.Pack(Prefix, "upload", 0);
            if (isPack) reads++;
            return isPack || reads == attempt ? Task.FromException(new IOException("The disk is away.")) : Task.CompletedTask;
        };

        var reading = intake.ReadAsync(Prefix, "upload", new WaitingFile("a.mid", "", midi.Length, Pack: 0), IntakeSettings.Everything, Token);
        for (var i = 1; i < attempt; i++) _clock.Advance(await _clock.NextPauseAsync(Token));

        Assert.Equal("The disk is away.", (await Assert.ThrowsAsync<IOException>(() => reading)).Message);
        Assert.Equal(attempt, reads);
    }

    [Fact]
    public async Task Read_FailureOfMusicGen_IsAFaultAndADamagedFileIsNone()
    {
        var (store, melody) = (new LocalBlobStore(_folder.Path), MidiFiles.Melody(60));
        await store.PutAsync(CorpusBlobs.Pack(Prefix, "upload", 0), melody, cancellationToken: Token);
        await store.PutAsync(CorpusBlobs.Pack(Prefix, "upload", 1), MidiFiles.Damaged, cancellationToken: Token);
        using var intake = new MidiIntake(store, _cpu, _clock, NullLogger<MidiIntake>.Instance);

        // Filters that cannot be make it throw.
        var failed = await intake.ReadAsync(Prefix, "upload", new WaitingFile("a.mid", "", melody.Length, Pack: 0), IntakeSettings.Everything with { MinNotes = 0 }, Token);
        var damaged = await intake.ReadAsync(Prefix, "upload", new WaitingFile("b.mid", "", MidiFiles.Damaged.Length, Pack: 1), IntakeSettings.Everything, Token);

        Assert.Equal((FileOutcome.Rejected, true), (failed!.Report.Outcome, failed.IsFault));
        Assert.Equal((FileOutcome.Rejected, false), (damaged!.Report.Outcome, damaged.IsFault));
    }

    public void Dispose()
    {
        _cpu.Dispose();
        _folder.Dispose();
    }
}
