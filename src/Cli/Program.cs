using MusicGen.Cli;

return await MusicGenCommand.RunAsync(args);
