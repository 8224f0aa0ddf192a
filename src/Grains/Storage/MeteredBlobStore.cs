using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using MusicGen.Grains.Telemetry;
using MusicGen.Storage;

namespace MusicGen.Grains.Storage;

/// <summary>A store whose operations are measured: how many, how long, and which failed.</summary>
/// <remarks>Of an opened blob only the opening is measured, of a list the time without its reader's. What a caller cancels has not failed.</remarks>
public sealed class MeteredBlobStore(IBlobStore inner) : IBlobStore
{
    private static readonly Histogram<double> Duration = Instrumentation.Seconds(
        "musicgen.storage.operation.duration", "Operations of the blob store.", 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30);

    public Task<string?> PutAsync(string key, ReadOnlyMemory<byte> content, WriteCondition condition = default, CancellationToken cancellationToken = default) =>
        MeasureAsync("put", () => inner.PutAsync(key, content, condition, cancellationToken));

    public Task<string?> PutAsync(string key, Stream content, WriteCondition condition = default, CancellationToken cancellationToken = default) =>
        MeasureAsync("put-stream", () => inner.PutAsync(key, content, condition, cancellationToken));

    public Task<Blob?> GetAsync(string key, CancellationToken cancellationToken = default) => MeasureAsync("get", () => inner.GetAsync(key, cancellationToken));

    public Task<BlobEntry?> FindAsync(string key, CancellationToken cancellationToken = default) => MeasureAsync("find", () => inner.FindAsync(key, cancellationToken));

    public Task<Stream?> OpenAsync(string key, long offset = 0, long? length = null, CancellationToken cancellationToken = default) =>
        MeasureAsync("open", () => inner.OpenAsync(key, offset, length, cancellationToken));

    public async IAsyncEnumerable<BlobEntry> ListAsync(string prefix, string? after = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var entries = inner.ListAsync(prefix, after, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var took = TimeSpan.Zero;
        string? error = null;
        try
        {
            while (true)
            {
                var since = Stopwatch.GetTimestamp();
                try
                {
                    if (!await entries.MoveNextAsync()) break;
                }
                catch (Exception e)
                {
                    error = NameOf(e);
                    throw;
                }
                finally
                {
                    took += Stopwatch.GetElapsedTime(since);
                }
                yield return entries.Current;
            }
        }
        finally
        {
            Record("list", took, error);
        }
    }

    public Task<bool> DeleteAsync(string key, string? etag = null, CancellationToken cancellationToken = default) =>
        MeasureAsync("delete", () => inner.DeleteAsync(key, etag, cancellationToken));

    private static async Task<T> MeasureAsync<T>(string operation, Func<Task<T>> run)
    {
        var since = Stopwatch.GetTimestamp();
        string? error = null;
        try
        {
            return await run();
        }
        catch (Exception e)
        {
            error = NameOf(e);
            throw;
        }
        finally
        {
            Record(operation, Stopwatch.GetElapsedTime(since), error);
        }
    }

    /// <summary>Null: nothing went wrong.</summary>
    private static string? NameOf(Exception e) => e is OperationCanceledException ? null : e.GetType().Name;

    private static void Record(string operation, TimeSpan took, string? error)
    {
        var tags = new TagList { { "musicgen.storage.operation", operation } };
        if (error is not null) tags.Add(Instrumentation.ErrorType, error);
        Duration.Record(took.TotalSeconds, tags);
    }
}
