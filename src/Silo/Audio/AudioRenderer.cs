using System.ComponentModel;
using Microsoft.Extensions.Options;
using MusicGen.Contracts;
using MusicGen.Silo.Accounts;
using MusicGen.Storage;

namespace MusicGen.Silo.Audio;

/// <summary>Puts tunes into the store as audio: a few at once, some waiting, each once however many ask for it.</summary>
/// <remarks>Audio is streamed from file to file and never held in memory. Safe for concurrent use.</remarks>
internal sealed partial class AudioRenderer(
    AudioSupport support, FluidSynth fluidSynth, RenderFolders folders, IBlobStore blobs, OwnersRoom room, IOptions<AudioOptions> options, ILogger<AudioRenderer> log) : IHostedLifecycleService, IAsyncDisposable
{
    private readonly AudioOptions _options = options.Value;
    private readonly SemaphoreSlim _renderers = new(Math.Max(1, options.Value.RenderersHere));
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Rendering> _byKey = new(StringComparer.Ordinal);
    private readonly HashSet<Rendering> _unfinished = [];
    private bool _isStopping;

    /// <summary>Sees to it that the audio is in the store. What is there stays as it is: a finished tune never changes.</summary>
    /// <param name="request">A finished tune.</param>
    /// <param name="cancellationToken">Leaves; the rendering ends when nobody waits for it any more.</param>
    /// <returns>Null: it is there. Otherwise why it is not.</returns>
    public async Task<Problem?> RenderAsync(AudioRequest request, CancellationToken cancellationToken)
    {
        if (await blobs.FindAsync(request.AudioKey, cancellationToken) is not null) return null;
        var found = await support.FindAsync().WaitAsync(cancellationToken);
        if (!found.Succeeded) return found.Problem;
        if (!found.Value.Formats.Contains(request.Format)) return AudioProblems.NotWritten(request.Format, found.Value.Formats);
        if (request.Seconds > _options.MostSeconds) return AudioProblems.TooLong(request.Seconds, _options.MostSeconds);
        if (await room.TakeAsync(request.Owner, bytes: 0) is { } full) return full; // before the work
        if (!TryJoin(request, found.Value, out var rendering)) return _isStopping ? AudioProblems.Stopping : AudioProblems.TooMany(_options.Waiting);
        try
        {
            return await rendering.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return AudioProblems.Stopping;
        }
    }

    /// <summary>Clears up after a service that was killed, and tells the log whether there is audio; nobody waits for that.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            folders.Clear();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotCleared(log, e); // they only take room: new ones have names of their own
        }
        _ = support.FindAsync();
        return Task.CompletedTask;
    }

    /// <summary>Ends all renderings, before the requests that wait for them are waited for.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken) =>
        await StopAllAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await StopAllAsync();
        _renderers.Dispose();
    }

    private async Task StopAllAsync()
    {
        Rendering[] running;
        lock (_gate)
        {
            _isStopping = true;
            running = [.. _unfinished];
        }
        foreach (var rendering in running) rendering.Stop();
        await Task.WhenAll(running.Select(rendering => (Task)rendering.Ended)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <returns>False when there is no room for one more.</returns>
    private bool TryJoin(AudioRequest request, Synthesizer synthesizer, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Rendering? rendering)
    {
        lock (_gate)
        {
            if (_byKey.TryGetValue(request.AudioKey, out rendering) && rendering.TryJoin()) return true;
            if (_isStopping || _unfinished.Count >= _options.RenderersHere + _options.Waiting) return false;
            rendering = new Rendering((self, stop) => RunAsync(self, request, synthesizer, stop));
            _byKey[request.AudioKey] = rendering;
            _unfinished.Add(rendering);
            return true;
        }
    }

    private async Task<Problem?> RunAsync(Rendering self, AudioRequest request, Synthesizer synthesizer, CancellationToken stop)
    {
        try
        {
            await _renderers.WaitAsync(stop);
            try
            {
                return await AudioMeter.MeasureAsync(request.Format, () => RenderAsync(request, synthesizer, stop));
            }
            finally
            {
                _renderers.Release();
            }
        }
        catch (Exception e) when (e is RenderingFailedException or Win32Exception)
        {
            LogFailed(log, e, request.AudioKey);
            return AudioProblems.Failed;
        }
        finally
        {
            lock (_gate)
            {
                _unfinished.Remove(self);
                // One that was given up may have a successor of the same key.
                if (_byKey.GetValueOrDefault(request.AudioKey) == self) _byKey.Remove(request.AudioKey);
            }
        }
    }

    private async Task<Problem?> RenderAsync(AudioRequest request, Synthesizer synthesizer, CancellationToken stop)
    {
        // Rendered meanwhile, by one that ended between a look into the store and this one's beginning.
        if (await blobs.FindAsync(request.AudioKey, stop) is not null) return null;
        using var folder = folders.Create();
        if (!await CopyMidiAsync(request.MidiKey, folder.Midi, stop)) return AudioProblems.NoTune;
        try
        {
            await fluidSynth.RenderAsync(synthesizer, folder, request.Format, request.Seconds, stop);
        }
        catch (TimeoutException e)
        {
            LogFailed(log, e, request.AudioKey);
            return AudioProblems.TimedOut(_options.TimeoutSeconds);
        }
        await using (var audio = File.OpenRead(folder.Audio))
        {
            if (await room.TakeAsync(request.Owner, audio.Length) is { } full) return full;
            await blobs.PutAsync(request.AudioKey, audio, WriteCondition.IfAbsent, stop);
        }
        if (await blobs.FindAsync(request.MidiKey, CancellationToken.None) is not null) return null;
        // Deleted meanwhile: nobody will look for its audio.
        await blobs.DeleteAsync(request.AudioKey, cancellationToken: CancellationToken.None);
        return AudioProblems.NoTune;
    }

    private async Task<bool> CopyMidiAsync(string key, string path, CancellationToken cancellationToken)
    {
        await using var midi = await blobs.OpenAsync(key, cancellationToken: cancellationToken);
        if (midi is null) return false;
        await using var file = File.Create(path);
        await midi.CopyToAsync(file, cancellationToken);
        return true;
    }

    [LoggerMessage(2111, LogLevel.Warning, "files of renderings that a killed service left could not be removed")]
    private static partial void LogNotCleared(ILogger log, Exception e);

    [LoggerMessage(2110, LogLevel.Warning, "{Key} could not be rendered")]
    private static partial void LogFailed(ILogger log, Exception e, string key);
}
