using MusicGen.Contracts;
using MusicGen.Contracts.Corpora;
using MusicGen.Contracts.Datasets;

namespace MusicGen.Grains.Corpora;

/// <summary>A collection of MIDI files: their reports, and the uploads on their way. Key: <c>{owner}/{corpus}</c>.</summary>
[Alias("musicgen.ICorpusGrain")]
public interface ICorpusGrain : IGrainWithStringKey
{
    /// <summary>Creates the corpus; a corpus that exists is left as it is.</summary>
    [Alias("Create")]
    Task<CorpusSummary> Create(string? name);

    [Alias("Get")]
    Task<Answer<CorpusSummary>> Get();

    /// <summary>Takes over files whose bytes are in the store; their reading starts, and survives a crash.</summary>
    [Alias("Ingest")]
    Task<Answer<IngestionSummary>> Ingest(IReadOnlyList<UploadedFile> files);

    [Alias("GetIngestion")]
    Task<Answer<IngestionSummary>> GetIngestion(int number);

    /// <summary>A page of the reports in the order of reading, from index <paramref name="from"/>.</summary>
    [Alias("GetFiles")]
    Task<Answer<Page<FileReport>>> GetFiles(int from, int count);

    /// <summary>The recipe of a dataset of the files accepted so far.</summary>
    [Alias("Freeze")]
    Task<Answer<DatasetRecipe>> Freeze(TokenizerSettings tokenizer);

    /// <summary>For the ingestion: the next files of an upload that have no report yet; none when it has ended.</summary>
    [Alias("NextFiles")]
    Task<PendingFiles> NextFiles(int ingestion, int count);

    /// <summary>For the ingestion: reports for the files of an upload from index <paramref name="from"/>. Repeating is safe.</summary>
    [Alias("AddReports")]
    Task<IngestionSummary> AddReports(int ingestion, int from, IReadOnlyList<FileReport> reports);
}
