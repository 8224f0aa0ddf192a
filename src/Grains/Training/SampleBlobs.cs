using MusicGen.Contracts.Training;
using MusicGen.Storage;

namespace MusicGen.Grains.Training;

/// <summary>The tunes of training sessions that were composed on the way.</summary>
public sealed class SampleBlobs(IBlobStore blobs)
{
    /// <summary>All sessions' samples.</summary>
    public const string Root = "samples/";

    /// <summary>The folder of all samples of a session, without a slash at the end.</summary>
    public static string Prefix(OwnedKey session) => $"{Root}{session}";

    /// <summary>Deletes all samples of a session but those: what workers composed before they were lost.</summary>
    internal async Task DeleteAllButAsync(OwnedKey session, IEnumerable<string> kept, Func<bool> goesOn)
    {
        var prefix = Prefix(session);
        var names = kept.SelectMany(name => new[] { SampleFiles.Midi(prefix, name), SampleFiles.Notes(prefix, name) }).ToHashSet(StringComparer.Ordinal);
        await foreach (var blob in blobs.ListAsync(prefix + "/"))
        {
            if (!goesOn()) return;
            if (!names.Contains(blob.Key)) await blobs.DeleteAsync(blob.Key);
        }
    }

    /// <summary>Deletes all samples of a session. Repeating is safe.</summary>
    internal Task DeleteAllAsync(OwnedKey session, CancellationToken cancellationToken) => blobs.DeleteAllAsync(Prefix(session) + "/", cancellationToken);

    /// <summary>Deletes a sample. Repeating is safe.</summary>
    internal async Task DeleteAsync(OwnedKey session, string sample)
    {
        await blobs.DeleteAsync(SampleFiles.Midi(Prefix(session), sample));
        await blobs.DeleteAsync(SampleFiles.Notes(Prefix(session), sample));
    }
}
