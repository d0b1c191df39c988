declare module '*.mp4' {
  const address: string;
  export default address;
}
