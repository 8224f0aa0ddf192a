using System.Security.Cryptography;
using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Grains.Corpora;
using MusicGen.Tests.Corpora;

namespace MusicGen.Grains.Tests.Corpora;

/// <summary>What a corpus tells of its files while it reads others.</summary>
public sealed class CorpusReportsTests(SmallCluster cluster) : IClassFixture<SmallCluster>
{
    private readonly OwnedKey _key = cluster.NewKey();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ICorpusGrain Corpus => cluster.Grains.GetGrain<ICorpusGrain>(_key.ToString());

    [Fact]
    public async Task AreKnown_FilesOfAPageThatIsNotWritten_AreNot()
    {
        await Corpus.Create(null, IntakeSettings.Everything);
        var written = cluster.HeldStore.HoldWrites($"{_key}/pages/");
        await UploadAsync(60);
        await cluster.HeldStore.WriteWaits.Task.WaitAsync(Token);
        var hash = Convert.ToHexStringLower(SHA256.HashData(MidiFiles.Melody(60)));

        var (before, notes) = (await Corpus.AreKnown([hash]), await Corpus.FindNotes(hash));
        written.SetResult();
        await Corpus.WatchIngestion(1, Token).LastAsync(Token);
        var after = await Corpus.AreKnown([hash]);

        Assert.Equal((false, true), (before[0], after[0]));
        Assert.Null(notes);
    }

    private Task<Answer<IngestionSummary>> UploadAsync(params int[] pitches) =>
        MidiFiles.UploadAsync(cluster.Store, cluster.Grains, _key, pitches.Select(pitch => ($"{pitch}.mid", MidiFiles.Melody(pitch))), Token);
}
