namespace MusicGen.Client.Corpora;

/// <summary>Divides many files into uploads that are quickly sent, so that progress shows and memory holds one of them.</summary>
public static class UploadBatches
{
    private const int Files = 1_000;
    private const long Bytes = 64 << 20;

    /// <summary>The files in their order, in uploads of at most 1,000 files and 64 MB; a file that is larger by itself goes alone.</summary>
    /// <remarks>Takes from <paramref name="files"/> one file more than the upload that it gives, so they can be read when it is their turn.</remarks>
    public static IEnumerable<IReadOnlyList<MidiFile>> Of(IEnumerable<MidiFile> files)
    {
        var (batch, bytes) = (new List<MidiFile>(), 0L);
        foreach (var file in files)
        {
            if (batch.Count == Files || (batch.Count > 0 && bytes + file.Content.Length > Bytes))
            {
                yield return batch;
                (batch, bytes) = ([], 0);
            }
            batch.Add(file);
            bytes += file.Content.Length;
        }
        if (batch.Count > 0) yield return batch;
    }
}
