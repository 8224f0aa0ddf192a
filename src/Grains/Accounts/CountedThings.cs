using MusicGen.Grains.Corpora;
using MusicGen.Grains.Models;
using MusicGen.Grains.Sessions;
using MusicGen.Grains.Storage;
using MusicGen.Grains.Training;
using MusicGen.Grains.Unfinished;
using MusicGen.Storage;

namespace MusicGen.Grains.Accounts;

/// <summary>What owners have of the things that are counted, read from the things' own blobs: no number is kept that could be wrong.</summary>
internal sealed class CountedThings(IBlobStore blobs)
{
    private static readonly string[] FileRoots = [CorpusBlobs.Root, CheckpointBlobs.Root, SampleBlobs.Root, ModelBlobs.Root, TuneBlobs.Root];

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

    /// <summary>How many bytes their files have. Not counted are their states, some kilobytes each, and datasets, which belong to nobody.</summary>
    public async Task<long> CountBytesAsync(string owner)
    {
        var bytes = 0L;
        foreach (var root in FileRoots)
        {
            await foreach (var blob in blobs.ListAsync($"{root}{owner}/")) bytes += blob.SizeBytes;
        }
        return bytes;
    }

    private static string FolderOf(CountedThing thing) => thing switch
    {
        CountedThing.Corpus => BlobGrainStorage.Prefix(CorpusGrain.TypeName),
        CountedThing.Session => BlobGrainStorage.Prefix(GenerationSessionGrain.TypeName),
        // Its mark is there from before it exists until it rests.
        _ => UnfinishedWork.FolderOf(TrainingSessionGrain.UnfinishedKind),
    };
}
