using MusicGen.Contracts.Corpora;
using MusicGen.Grains.Corpora;
using MusicGen.Tests.Corpora;

namespace MusicGen.Grains.Tests.Corpora;

/// <summary>The store is away while an upload is read.</summary>
public sealed class StoreAwayTests(SmallCluster cluster) : IClassFixture<SmallCluster>
{
    private readonly OwnedKey _key = cluster.NewKey();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ICorpusGrain Corpus => cluster.Grains.GetGrain<ICorpusGrain>(_key.ToString());

    [Fact]
    public async Task Ingest_StoreIsAway_WaitsForItSaysSoAndLosesNothing()
    {
        var away = true;
        cluster.HeldStore.BeforeOpen = _ => Volatile.Read(ref away) ? Task.FromException(new IOException("The store is away.")) : Task.CompletedTask;
        await Corpus.Create(null, IntakeSettings.Everything);
        await MidiFiles.UploadAsync(cluster.HeldStore, cluster.Grains, _key, [.. Enumerable.Range(0, SmallCluster.CorpusFiles).Select(i => ($"{i}.mid", MidiFiles.Melody(60, 60 + i)))], Token);

        var held = await Corpus.WatchIngestion(1, Token).FirstAsync(progress => progress.Reason is not null, Token);
        Volatile.Write(ref away, false);
        var ended = await Corpus.WatchIngestion(1, Token).LastAsync(Token);

        Assert.Equal((IngestionPhase.Running, 0, "The store fails; the files are read on as soon as it works again."), (held.Phase, held.Done, held.Reason));
        Assert.Equal(new IngestionSummary(_key.Id, 1, IngestionPhase.Succeeded, SmallCluster.CorpusFiles, SmallCluster.CorpusFiles, SmallCluster.CorpusFiles, 0, 0), ended);
    }
}
