namespace MusicGen.Contracts.Sessions;

/// <summary>How a tune is written as audio, in stereo.</summary>
[GenerateSerializer, Alias("musicgen.AudioFormat")]
public enum AudioFormat
{
    /// <summary>RIFF WAVE, 16 bits a sample: exact, 10 MB a minute at 44,100 Hz.</summary>
    Wav,

    /// <summary>Vorbis in Ogg: about a twentieth of that, and sounds the same to most.</summary>
    Ogg,
}
