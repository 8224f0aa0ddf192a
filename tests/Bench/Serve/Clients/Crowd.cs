namespace MusicGen.Bench.Serve.Clients;

/// <summary>Sessions that listen until they are disposed, which deletes them: the service is idle then.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private const int AtOnce = 64;

    private readonly TuneClient _client;
    private readonly IReadOnlyList<string> _sessions;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _listening;

    private Crowd(TuneClient client, IReadOnlyList<string> sessions, int bars)
    {
        (_client, _sessions, Listeners) = (client, sessions, new Listeners(client, sessions, bars));
        _listening = Listeners.ListenAsync(_stop.Token);
    }

    public Listeners Listeners { get; }

    /// <summary>Begins sessions, then lets all ask for their first tune in one moment.</summary>
    /// <param name="client">Speaks to the service.</param>
    /// <param name="model">Who composes.</param>
    /// <param name="count">How many sessions.</param>
    /// <param name="bars">Of each tune.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Crowd> GatherAsync(TuneClient client, string model, int count, int bars, CancellationToken cancellationToken) =>
        new(client, await BeginAsync(client, model, count, cancellationToken), bars);

    /// <summary>Sessions with a model, which ask for nothing yet.</summary>
    public static async Task<IReadOnlyList<string>> BeginAsync(TuneClient client, string model, int count, CancellationToken cancellationToken)
    {
        var sessions = new string[count];
        await Parallel.ForAsync(0, count, Some(cancellationToken), async (session, token) => sessions[session] = await client.BeginSessionAsync(model, token));
        return sessions;
    }

    /// <summary>Deletes sessions; what they compose is canceled.</summary>
    public static Task EndAsync(TuneClient client, IReadOnlyList<string> sessions) =>
        Parallel.ForEachAsync(sessions, Some(CancellationToken.None), async (session, token) => await client.EndSessionAsync(session, token));

    /// <inheritdoc cref="Window.MeasureAsync"/>
    public Task<Window> MeasureAsync(double settlingSeconds, double seconds, CancellationToken cancellationToken) =>
        Window.MeasureAsync(Listeners.Counts, settlingSeconds, seconds, _listening, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        await EndAsync(_client, _sessions);
    }

    private static ParallelOptions Some(CancellationToken cancellationToken) => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
}
