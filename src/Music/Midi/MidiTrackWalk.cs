using MusicGen.Music.Scores;

namespace MusicGen.Music.Midi;

/// <summary>Walks over the events of one track and repairs what can be repaired.</summary>
/// <remarks>
/// After a fault reading goes on where the event should have ended, if eight good events or the end follow there; else at the next status byte of
/// which this is true. Running status does not help in that search, since without a status byte any place looks as good as the next. Time that
/// was lost stays lost: what follows may sound too early.
/// </remarks>
/// <param name="track">The file up to the end of the track.</param>
/// <param name="start">Where the track's events start.</param>
/// <param name="repairs">Collects the faults.</param>
internal ref struct MidiTrackWalk(ReadOnlySpan<byte> track, int start, MidiRepairs repairs)
{
    private const int Credible = 8;

    private readonly ReadOnlySpan<byte> _track = track;
    private readonly MidiRepairs _repairs = repairs;
    private byte _running;
    private bool _isCancelled;

    /// <summary>The event that was reached.</summary>
    public MidiEvent Event;

    /// <summary>Its position in ticks; after the last event that one's.</summary>
    public long Position { get; private set; }

    /// <summary>Where the next event starts in the file.</summary>
    public int At { get; private set; } = start;

    /// <summary>Whether the end of track was reached.</summary>
    public bool IsEnded { get; private set; }

    public readonly ReadOnlySpan<byte> Content => _track.Slice(Event.ContentStart, Event.ContentLength);

    public bool MoveNext()
    {
        if (At >= _track.Length || IsEnded) return StopsHere();
        if (!Event.TryParse(_track, At, _running) && !TryRepair()) return StopsHere();
        if (Position + Event.Delta > Ticks.Max.Value)
        {
            _repairs.Report(MidiRepairKind.LateEvent, At);
            At = _track.Length;
            return false;
        }
        Position += Event.Delta;
        if (Event.Status is >= MidiEvents.SystemExclusive or 0)
        {
            _isCancelled = Event.Status != 0 || _isCancelled;
            IsEnded = Event.IsEndOfTrack;
        }
        else
        {
            if (_isCancelled && Event.IsRunning) _repairs.Report(MidiRepairKind.CancelledRunningStatus, At);
            (_isCancelled, _running) = (false, Event.Status);
        }
        At = Event.Next;
        return true;
    }

    private readonly bool StopsHere()
    {
        if (!IsEnded) _repairs.Report(MidiRepairKind.NoEndOfTrack, At);
        return false;
    }

    /// <returns>Whether <see cref="Event"/> can be taken as it now is.</returns>
    private bool TryRepair()
    {
        _repairs.Report(Event.Fault, Event.FaultAt);
        var isChannelEvent = Event.Fault == MidiRepairKind.ValueAbove127;
        var running = isChannelEvent ? Event.Status : _running;
        if (Event.Next > 0 && IsCredible(Event.Next, running))
        {
            if (isChannelEvent) Event.Clamp();
            else Event.Status = 0;
            _running = running;
            return true;
        }
        for (var status = At + 1; status < _track.Length; status++)
        {
            if (_track[status] < 0x80 || _track[status - 1] >= 0x80 || !IsCredible(status - 1, 0)) continue;
            At = status - 1;
            return Event.TryParse(_track, At, 0);
        }
        At = _track.Length;
        return false;
    }

    private readonly bool IsCredible(int at, byte running)
    {
        var ahead = default(MidiEvent);
        for (var count = 0; count < Credible && at < _track.Length; count++)
        {
            if (!ahead.TryParse(_track, at, running)) return false;
            if (ahead.IsEndOfTrack) return true;
            if (ahead.Status < MidiEvents.SystemExclusive) running = ahead.Status;
            at = ahead.Next;
        }
        return true;
    }
}
