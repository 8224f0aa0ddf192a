namespace MusicGen.Grains.Training.Scheduling;

/// <summary>Sessions in their order, of which some are served out of it.</summary>
internal sealed class WaitingLine(string owner, IEnumerable<QueuedSession> sessions)
{
    private IEnumerator<QueuedSession>? _rest;
    private QueuedSession? _first;

    public string Owner => owner;

    /// <summary>The first that is not among those served; null where none is left. Those served may only become more.</summary>
    public QueuedSession? First(HashSet<string> served)
    {
        _rest ??= sessions.GetEnumerator();
        while (_first is null || served.Contains(_first.Session))
        {
            if (!_rest.MoveNext()) return null;
            _first = _rest.Current;
        }
        return _first;
    }
}
