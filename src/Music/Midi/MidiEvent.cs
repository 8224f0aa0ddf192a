namespace MusicGen.Music.Midi;

/// <summary>One event as it stands in a track, or the fault that stands in its place.</summary>
/// <remarks>A mutable struct that is filled again for each event: this is the innermost loop of reading.</remarks>
internal struct MidiEvent
{
    /// <summary>Ticks since the event before.</summary>
    public int Delta;

    /// <summary>128 … 255; 0 for an event that is left out.</summary>
    public byte Status;

    /// <summary>The first value, or a meta event's type.</summary>
    public byte First;

    /// <summary>The second value, or 0.</summary>
    public byte Second;

    /// <summary>Whether the status is that of an event before.</summary>
    public bool IsRunning;

    /// <summary>Where a meta event's content starts.</summary>
    public int ContentStart;

    /// <summary>How long that content is.</summary>
    public int ContentLength;

    /// <summary>Where the next event starts; after a fault, where it might start, or 0 where nothing speaks for any place.</summary>
    public int Next;

    /// <summary>What is wrong, where it could not be parsed.</summary>
    public MidiRepairKind Fault;

    /// <summary>Where that was found.</summary>
    public int FaultAt;

    public readonly bool IsEndOfTrack => Status == MidiEvents.Meta && First == MidiEvents.EndOfTrack;

    public readonly byte Kind => (byte)(Status & 0xF0);

    public readonly int Channel => Status & 0x0F;

    /// <summary>Channel and first value as one number, 0 … 2,047.</summary>
    public readonly int Key => (Channel << 7) | First;

    /// <summary>Parses the event at a place.</summary>
    /// <param name="track">The bytes up to the end of the track.</param>
    /// <param name="at">Where the event starts.</param>
    /// <param name="running">The status in force, or 0.</param>
    /// <returns>Whether there is an event; else <see cref="Fault"/> says why not.</returns>
    public bool TryParse(ReadOnlySpan<byte> track, int at, byte running)
    {
        if ((uint)at >= (uint)track.Length) return Fails(MidiRepairKind.CutEvent, at);
        Delta = track[at++];
        if (Delta >= 0x80 && !TryReadOn(track, ref at, ref Delta)) return false;
        if ((uint)at >= (uint)track.Length) return Fails(MidiRepairKind.CutEvent, at);
        var status = track[at];
        IsRunning = status < 0x80;
        if (IsRunning)
        {
            if (running == 0) return Fails(MidiRepairKind.NoStatus, at);
            status = running;
        }
        else
        {
            at++;
        }
        Status = status;
        if (status >= MidiEvents.SystemExclusive) return TryParseLong(track, at);
        var values = (status & 0xE0) == MidiEvents.ProgramChange ? 1 : 2; // program change and channel pressure have one
        if (at + values > track.Length) return Fails(MidiRepairKind.CutEvent, track.Length);
        First = track[at];
        Second = values == 2 ? track[at + 1] : (byte)0;
        Next = at + values;
        return (First | Second) < 0x80 || FailsAbove127(at);
    }

    /// <summary>Takes the event as far as it makes sense although a value is above 127.</summary>
    public void Clamp()
    {
        if (First >= 0x80) Status = 0;
        Second = Math.Min(Second, (byte)0x7F);
    }

    private bool TryParseLong(ReadOnlySpan<byte> track, int at)
    {
        if (Status is not (MidiEvents.Meta or MidiEvents.SystemExclusive or MidiEvents.Escape))
        {
            // Values of system messages (MIDI 1.0, table 5): time code and song select one, song position two.
            Next = Math.Min(track.Length, at + (Status switch { 0xF1 or 0xF3 => 1, 0xF2 => 2, _ => 0 }));
            (Fault, FaultAt) = (MidiRepairKind.UnknownStatus, at - 1);
            return false;
        }
        if (at >= track.Length) return Fails(MidiRepairKind.CutEvent, at);
        if (Status == MidiEvents.Meta) First = track[at++];
        if (at >= track.Length) return Fails(MidiRepairKind.CutEvent, at);
        ContentLength = track[at++];
        if (ContentLength >= 0x80 && !TryReadOn(track, ref at, ref ContentLength)) return false;
        ContentStart = at;
        if (ContentLength > track.Length - at) return Fails(MidiRepairKind.CutEvent, track.Length);
        Next = at + ContentLength;
        return true;
    }

    /// <summary>The rest of a variable-length quantity: 7 bits a byte, at most 4 bytes (Standard MIDI Files 1.0).</summary>
    private bool TryReadOn(ReadOnlySpan<byte> track, ref int at, ref int value)
    {
        value &= 0x7F;
        for (var count = 1; count < 4; count++)
        {
            if (at >= track.Length) return Fails(MidiRepairKind.CutEvent, at);
            var next = track[at++];
            value = (value << 7) | (next & 0x7F);
            if (next < 0x80) return true;
        }
        return Fails(MidiRepairKind.LongNumber, at - 4);
    }

    private bool FailsAbove127(int at)
    {
        (Fault, FaultAt) = (MidiRepairKind.ValueAbove127, First >= 0x80 ? at : at + 1);
        return false;
    }

    private bool Fails(MidiRepairKind fault, int at)
    {
        (Fault, FaultAt, Next) = (fault, at, 0);
        return false;
    }
}
