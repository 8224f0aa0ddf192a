using MusicGen.Grains.Corpora;
using MusicGen.Grains.Sessions;
using MusicGen.Grains.Storage;
using MusicGen.Grains.Training;
using MusicGen.Grains.Unfinished;
using MusicGen.Storage;

namespace MusicGen.Grains.Accounts;

/// <summary>What owners have of the things that are counted, read from the things' own blobs: no number is kept that could be wrong.</summary>
internal sealed class CountedThings(IBlobStore blobs)
{
    /// <summary>Their ids.</summary>
    /// <param name="thing">What is asked about.</param>
    /// <param name="owner">Whose.</param>
    /// <param name="most">When there are so many, no more are looked at.</param>
    public async Task<HashSet<string>> ListAsync(CountedThing thing, string owner, int most)
    {
        var (prefix, ids) = ($"{FolderOf(thing)}{owner}/", new HashSet<string>(StringComparer.Ordinal));
        await foreach (var blob in blobs.ListAsync(prefix))
        {
            if (ids.Count == most) break;
            ids.Add(blob.Key[prefix.Length..]);
        }
        return ids;
    }

    private static string FolderOf(CountedThing thing) => thing switch
    {
        CountedThing.Corpus => BlobGrainStorage.Prefix(CorpusGrain.TypeName),
        CountedThing.Session => BlobGrainStorage.Prefix(GenerationSessionGrain.TypeName),
        // Its mark is there from before it exists until it rests.
        _ => UnfinishedWork.FolderOf(TrainingSessionGrain.UnfinishedKind),
    };
}
