using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Contracts.Datasets;

namespace MusicGen.Grains.Corpora;

/// <summary>A collection of MIDI files: their reports, and the uploads on their way. Key: <c>{owner}/{corpus}</c>.</summary>
/// <remarks>
/// Uploads are read one after another and files in their order, so what becomes of a file depends on nothing but the files before it.
/// </remarks>
[Alias("musicgen.ICorpusGrain")]
public interface ICorpusGrain : IGrainWithStringKey
{
    /// <summary>Creates the corpus; a corpus that exists is left as it is.</summary>
    [Alias("Create")]
    Task<CorpusSummary> Create(string? name, IntakeSettings? intake = null);

    [Alias("Get")]
    Task<Answer<CorpusSummary>> Get();

    [Alias("GetStats")]
    Task<Answer<CorpusStats>> GetStats();

    /// <summary>Takes over an upload whose files are in the store; their reading starts, and survives a crash.</summary>
    /// <param name="upload">Its folder, as <see cref="UploadWriter"/> named it.</param>
    /// <param name="files">How many there are.</param>
    [Alias("Ingest")]
    Task<Answer<IngestionSummary>> Ingest(string upload, int files);

    [Alias("GetIngestion")]
    Task<Answer<IngestionSummary>> GetIngestion(int number);

    /// <summary>How far an upload is, now and after every change; ends with the upload.</summary>
    [Alias("WatchIngestion")]
    IAsyncEnumerable<IngestionSummary> WatchIngestion(int number, CancellationToken cancellationToken = default);

    /// <summary>Ends an upload; reports so far stay. An upload that has ended is left as it is.</summary>
    [Alias("CancelIngestion")]
    Task<Answer<IngestionSummary>> CancelIngestion(int number);

    /// <summary>Goes on with an upload after a crash. Returns soon; may be repeated at any time.</summary>
    [Alias("WakeIngestion")]
    Task WakeIngestion(int number);

    /// <summary>Deletes the corpus for good: from now on there is none, and what lies in the store is removed, also after a crash.</summary>
    /// <remarks>Datasets that are built keep their tokens; one that is still being built fails and says that the corpus is gone.</remarks>
    /// <returns>Null, or why not.</returns>
    [Alias("Delete")]
    Task<Problem?> Delete();

    /// <summary>A page of the reports in the order of reading, from number <paramref name="from"/>.</summary>
    /// <remarks>A page may have fewer than <paramref name="count"/> reports, even none, and name a next one all the same.</remarks>
    [Alias("GetFiles")]
    Task<Answer<Page<FileReport>>> GetFiles(int from, int count, FileQuery? query = null);

    /// <summary>Where the note file of an accepted MIDI file lies; null when there is none.</summary>
    [Alias("FindNotes")]
    Task<NotesPlace?> FindNotes(string sha256);

    /// <summary>Of each hash, whether there is a report about a file of those bytes.</summary>
    [Alias("AreKnown")]
    Task<IReadOnlyList<bool>> AreKnown(IReadOnlyList<string> hashes);

    /// <summary>The recipe of a dataset of the files accepted so far.</summary>
    [Alias("Freeze")]
    Task<Answer<DatasetRecipe>> Freeze(TokenizerSettings tokenizer);
}
