namespace MusicGen.Grains.Computing;

/// <summary>Runs computations off the grain scheduler, at most one a core at a time.</summary>
/// <remarks>Callers wait in line. Safe for concurrent use; continuations run on the caller's scheduler.</remarks>
internal sealed class CpuPool : IDisposable
{
    private readonly SemaphoreSlim _cores = new(Environment.ProcessorCount);

    /// <summary>Runs <paramref name="work"/> on a pool thread.</summary>
    /// <param name="work">Must look at its token now and then.</param>
    /// <param name="cancellationToken">Leaves the line, and is handed to the work.</param>
    public async Task<T> RunAsync<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken = default)
    {
        await _cores.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => work(cancellationToken), cancellationToken);
        }
        finally
        {
            _cores.Release();
        }
    }

    /// <inheritdoc cref="RunAsync{T}(Func{CancellationToken, T}, CancellationToken)"/>
    public Task RunAsync(Action<CancellationToken> work, CancellationToken cancellationToken = default) => RunAsync(
        token =>
        {
            work(token);
            return true;
        },
        cancellationToken);

    public void Dispose() => _cores.Dispose();
}
