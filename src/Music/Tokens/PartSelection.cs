namespace MusicGen.Music.Tokens;

/// <summary>Which parts of a score are told in words.</summary>
public enum PartSelection
{
    /// <summary>All but the drums, together in the order of time.</summary>
    AllPitched,

    /// <summary>Those of the first pitched instrument, as the origin report did; parts of one program are one instrument.</summary>
    First,
}
